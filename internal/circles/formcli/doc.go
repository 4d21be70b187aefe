// Package formcli is the command "plenary circles": it forms circles out of
// files and checks what others have formed, for people who have a list and no
// server. Package form does the work; this one reads, writes and reports.
package formcli
