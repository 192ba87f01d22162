"""The plugins that ship with zhuoyue, one folder each; they do not know each other."""
