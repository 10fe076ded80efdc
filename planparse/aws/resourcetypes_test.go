package aws

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// update rewrites the roles and the numbers of the table.
var update = flag.Bool("update", false, "rewrite the golden outputs")

const tablePath = "../../docs/resource-types.md"

// In the table a row is one type, or all that begin with a name; the last section
// names what has no rows.
var (
	tableRow    = regexp.MustCompile("^\\| `(aws_[a-z0-9_]+\\*?)` \\| ([^|]*) \\| ([^|]*)\\|$")
	tableName   = regexp.MustCompile("`(aws_[a-z0-9_]+\\*?)`")
	tableCounts = regexp.MustCompile(`^[0-9]+ types are modelled, [0-9]+ undecided, [0-9]+ irrelevant; of other services, [0-9]+\.$`)
)

const elsewhere = "## Everything else"

// roleWords is what the table says of a role.
func roleWords(name string) string {
	t, ok := typeOf(name)
	if !ok || t.role == harmless {
		return "irrelevant"
	}
	return map[role]string{
		modelled: "modelled",
		workload: "undecided as source or destination",
		gap:      "undecided in its region",
	}[t.role]
}

// TestResourceTypes holds the table of resource types against the code and
// against the list of the provider's types: each type has a row, or belongs to
// those that need none, and each row says what the code does.
func TestResourceTypes(t *testing.T) {
	provider := providerTypes(t)
	page, err := os.ReadFile(tablePath)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{} // and what is named in their stead, ending in *
	var lines []string
	inTables := true
	for line := range strings.Lines(string(page)) {
		line = strings.TrimSuffix(line, "\n")
		inTables = inTables && line != elsewhere
		cells := tableRow.FindStringSubmatch(line)
		switch {
		case cells != nil && inTables:
			name, says, why := cells[1], cells[2], strings.TrimSpace(cells[3])
			if rows[name] {
				t.Errorf("%s has two rows", name)
			}
			rows[name] = true
			is := "irrelevant"
			if !strings.HasSuffix(name, "*") {
				is = roleWords(name)
			}
			if says != is {
				if !*update {
					t.Errorf("%s is %q in the table and %q in the code", name, says, is)
				}
				why = "" // it was the reason for something else
			}
			if (is == "irrelevant") != (why != "") {
				t.Errorf("%s is %s, with the reason %q: a reason is for what is irrelevant", name, is, why)
			}
			line = fmt.Sprintf("| `%s` | %s | %s|", name, is, strings.TrimPrefix(why+" ", " "))
		case !inTables:
			for _, m := range tableName.FindAllStringSubmatch(line, -1) {
				rows[m[1]] = true
			}
		}
		lines = append(lines, line)
	}

	for _, name := range slices.Sorted(maps.Keys(types)) {
		if _, ok := provider[name]; !ok {
			t.Errorf("the code knows %s, which the provider has not", name)
		}
	}
	counts, used := map[string]int{}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(provider)) {
		if rows[name] {
			used[name] = true
			role, _, _ := strings.Cut(roleWords(name), " ")
			counts[role]++
			continue
		}
		under := stem(rows, name)
		used[under] = true
		counts["other"]++
		switch _, known := typeOf(name); {
		case under == "":
			t.Errorf("%s is not in the table", name)
		case known:
			t.Errorf("the code knows %s, which is only in the table as %s: it needs a row", name, under)
		case provider[name].inVPC:
			t.Errorf("%s names a subnet, a group or the like, and is only in the table as %s: it needs a row", name, under)
		}
	}
	for name := range rows {
		if !used[name] {
			t.Errorf("%s is in the table and stands for no type of the provider", name)
		}
	}

	sums := fmt.Sprintf("%d types are modelled, %d undecided, %d irrelevant; of other services, %d.",
		counts["modelled"], counts["undecided"], counts["irrelevant"], counts["other"])
	at := slices.IndexFunc(lines, tableCounts.MatchString)
	if at < 0 {
		t.Fatal("the table does not say how many types there are")
	}
	if lines[at] != sums && !*update {
		t.Errorf("the table says %q, and it is %q", lines[at], sums)
	}
	lines[at] = sums
	if now := []byte(strings.Join(lines, "\n") + "\n"); *update && !bytes.Equal(now, page) {
		if err := os.WriteFile(tablePath, now, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// stem is the longest name ending in * that stands for the type, or "".
func stem(rows map[string]bool, name string) string {
	for i := len(name); i > 0; i-- {
		if rows[name[:i]+"*"] {
			return name[:i] + "*"
		}
	}
	return ""
}

// providerType is what the list of the provider's types says of one.
type providerType struct{ inVPC bool }

// providerTypes reads that list.
func providerTypes(t *testing.T) map[string]providerType {
	t.Helper()
	file, err := os.Open("testdata/provider-types.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := map[string]providerType{}
	for s := bufio.NewScanner(file); s.Scan(); {
		if f := strings.Fields(s.Text()); len(f) > 1 && f[0] != "#" {
			out[f[0]] = providerType{inVPC: slices.Contains(f, "vpc")}
		}
	}
	if len(out) < 1500 {
		t.Fatalf("read only %d types of the provider", len(out))
	}
	return out
}

// TestRolesOnce: a type stands in one of the tables.
func TestRolesOnce(t *testing.T) {
	seen := map[string]string{}
	once := func(table string, names []string) {
		for _, n := range names {
			if other, twice := seen[n]; twice {
				t.Errorf("%s is in the table of %s and in that of %s", n, other, table)
			}
			seen[n] = table
		}
	}
	once("workloads", workloads)
	once("gaps", gaps)
	once("harmless types", harmlessTypes)
	for i, family := range families {
		once(fmt.Sprintf("family %d", i), slices.Collect(maps.Keys(family)))
	}
}
