package storetest

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// goroutines counts the goroutines that a store could have started: those of this
// module and of the broker's client. The broker's own come and go as they like.
func goroutines() int {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	count := 0
	for stack := range strings.SplitSeq(string(stacks), "\n\n") {
		ours := strings.Contains(stack, "dossier/eventstore") || strings.Contains(stack, "nats.go/jetstream")
		if ours && !strings.Contains(stack, "testing.tRunner") {
			count++
		}
	}
	return count
}

// expectGoroutines waits until no more goroutines run than want. They end by
// themselves, at no moment that could be waited for otherwise.
func expectGoroutines(t *testing.T, want int) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for goroutines() > want {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines run, want %d:\n%s", goroutines(), want, stacks[:runtime.Stack(stacks, true)])
		}
		time.Sleep(time.Millisecond)
	}
}
