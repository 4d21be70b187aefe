package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// chromiumPath finds the browser: PLENARY_CHROMIUM, or one on the path.
func chromiumPath() (string, error) {
	for _, name := range []string{os.Getenv("PLENARY_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no Chromium here; make check installs it, PLENARY_CHROMIUM names another")
}

// profile is the browser's folder; it is there once the browser was started.
func profile() string { return filepath.Join(runDir(), "chromium") }

// process is the browser of this run.
type process struct {
	ctx  context.Context // of the browser, from which tabs are made
	stop func() error
}

// chromium starts the browser, once for a run.
var chromium = sync.OnceValues(func() (process, error) {
	path, err := chromiumPath()
	if err != nil {
		return process{}, err
	}
	if err := os.MkdirAll(profile(), 0o700); err != nil {
		return process{}, err
	}
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), append(flags(), chromedp.ExecPath(path), chromedp.UserDataDir(profile()))...)
	ctx, _ := chromedp.NewContext(alloc)
	stop := func() error {
		err := chromedp.Cancel(ctx) // asks it to close, and waits
		cancel()
		return err
	}
	if err := chromedp.Run(ctx); err != nil {
		return process{}, errors.Join(fmt.Errorf("start %s: %w", path, err), stop())
	}
	return process{ctx, stop}, nil
})

// flags make the browser quiet: no network of its own, nothing remembered, no
// sandbox (which containers do not allow; it opens our own pages only).
func flags() []chromedp.ExecAllocatorOption {
	set := []chromedp.ExecAllocatorOption{chromedp.Headless, chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.DisableGPU}
	for _, name := range []string{
		"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync",
		"disable-default-apps", "disable-extensions", "disable-breakpad", "disable-dev-shm-usage",
		"disable-client-side-phishing-detection", "safebrowsing-disable-auto-update", "metrics-recording-only",
		"disable-background-timer-throttling", "disable-backgrounding-occluded-windows", "disable-renderer-backgrounding",
		"hide-scrollbars", "mute-audio",
	} {
		set = append(set, chromedp.Flag(name, true))
	}
	return append(set,
		chromedp.Flag("disable-features", "Translate,OptimizationHints,MediaRouter"),
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("font-render-hinting", "none"),
	)
}

// stopChromium stops the browser, if it was started.
func stopChromium() error {
	if _, err := os.Stat(profile()); err != nil {
		return nil
	}
	b, err := chromium()
	if err != nil {
		return nil // said to whoever asked for it
	}
	return b.stop()
}

// ChromiumVersion returns the name and version of the browser.
func ChromiumVersion() (string, error) {
	b, err := chromium()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(b.ctx, 10*time.Second)
	defer cancel()
	var version string
	err = chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) (err error) {
		_, version, _, _, _, err = browser.GetVersion().Do(ctx)
		return err
	}))
	return version, err
}
