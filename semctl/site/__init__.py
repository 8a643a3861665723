"""Web pages of one series or several: a programme in, files out; no page asks anything of another host."""
