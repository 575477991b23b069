"""count_: tables in, tables out. Pure: opens no file, draws nothing."""
