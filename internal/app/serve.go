package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Listen opens the addresses to answer on. A loopback address is opened for
// IPv4 and, where the machine has it, for IPv6, so that localhost works
// whichever it means.
func Listen(address string) ([]net.Listener, error) {
	first, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	list := []net.Listener{first}
	at, ok := first.Addr().(*net.TCPAddr)
	if !ok || !at.IP.IsLoopback() {
		return list, nil
	}
	other := "::1"
	if at.IP.To4() == nil {
		other = "127.0.0.1"
	}
	if l, err := net.Listen("tcp", net.JoinHostPort(other, strconv.Itoa(at.Port))); err == nil {
		list = append(list, l)
	}
	return list, nil
}

// Address is how a listener is reached from this machine.
func Address(l net.Listener) string {
	at, ok := l.Addr().(*net.TCPAddr)
	if ok && (at.IP.IsLoopback() || at.IP.IsUnspecified()) {
		return fmt.Sprintf("http://localhost:%d", at.Port)
	}
	return "http://" + l.Addr().String()
}

// Serve answers on the listeners, runs jobs and sends mail until ctx ends, and
// lets requests that are being answered finish.
func (a *App) Serve(ctx context.Context, listeners []net.Listener) error {
	server := &http.Server{Handler: a.Handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	working, stop := context.WithCancel(ctx)
	defer stop()
	var group sync.WaitGroup
	failed := make(chan error, len(listeners)+3)
	for _, l := range listeners {
		group.Go(func() {
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		})
	}
	group.Go(func() { failed <- a.Jobs.Run(working) })
	group.Go(func() { a.Keys.Follow(working, a.DB, a.Log) })
	group.Go(func() { failed <- a.sendMail(working) })
	group.Go(func() { failed <- a.takeMail(working) })
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), until)
	defer cancel()
	err = errors.Join(err, server.Shutdown(closing))
	stop()
	group.Wait()
	return err
}
