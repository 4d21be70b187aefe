// Package e2e runs the real program from outside: a plenary binary, built once
// for a run, on a loopback port with a data folder and a key file of its own; a
// visitor without script, a visitor with Chromium, and the mail that the
// program sent.
//
// Start starts a server; Server.Client opens the visitor without script,
// Server.Tab the one in Chromium. Every page that the visitor without script
// opens is also judged for what no page may lack (Page.Flaws).
//
// Nothing here sleeps for a fixed time: the server's clock is set with
// Server.Add and Server.Set, and what the program does in the background is
// awaited with Eventually. A test package that uses this one calls Main from
// its TestMain, which removes what was built and stops the browser.
package e2e
