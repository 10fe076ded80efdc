package intent

// Nearest is the candidate that a misspelt word is likely to mean, empty when
// none is near: one mistake in a short word, two in a long one. Of equally near
// candidates the first is taken.
func Nearest(w string, candidates []string) string {
	best, found := 2, ""
	if len(w) >= 6 {
		best = 3
	}
	for _, c := range candidates {
		if d := Distance(w, c, best); d < best && d < len(c) {
			best, found = d, c
		}
	}
	return found
}

// Distance is how many letters are to be inserted, deleted, replaced or swapped
// with their neighbour to make b of a (the optimal string alignment), or any
// number from limit on when it is at least limit.
func Distance(a, b string, limit int) int {
	if max(len(a)-len(b), len(b)-len(a)) >= limit {
		return limit
	}
	// Three rows of the table: the one before last is for swaps.
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
