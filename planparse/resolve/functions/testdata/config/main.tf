# What the expressions of ../expressions.txt refer to.
locals {
  template  = "a$${x}b"
  templates = ["q$${x}", "w$${y}"]
  texts     = { k = "w$${x}", n = 3 }
  broken    = "a$${"
  nested    = "$${templatestring(x, {})}"
  calls     = "$${upper(x)}-$${core::lower(x)}"
  list      = "$${x}"
  loop      = "%%{ for v in x ~}[$${v}]%%{ endfor }"
  nothing   = null
  empty     = ""
}
