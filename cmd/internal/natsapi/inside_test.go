package natsapi

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// TestOnlyTheFirstOfAnOverloadWaits: a full house must not hold up the endpoint
// for every request that comes.
func TestOnlyTheFirstOfAnOverloadWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBound(4, 4000, time.Second)
		enter := func(size int) (leave func(), ok bool, waited time.Duration) {
			began := time.Now()
			leave, ok = b.enter(t.Context(), size)
			return leave, ok, time.Since(began)
		}
		leaveLarge, ok, _ := enter(3000) // counts for three
		if _, also, _ := enter(10); !ok || !also {
			t.Fatal("there is room for a large request and a small one")
		}
		for i, want := range []time.Duration{time.Second, 0, 0} {
			if _, ok, waited := enter(10); ok || waited != want {
				t.Errorf("request %d of the overload: room %v after %v, want none after %v", i+1, ok, waited, want)
			}
		}
		leaveLarge()
		if _, ok, waited := enter(10); !ok || waited != 0 {
			t.Errorf("with room again: %v after %v", ok, waited)
		}
		if _, ok, waited := enter(1 << 40); ok || waited != time.Second {
			t.Errorf("the first of the next overload: room %v after %v, want none after a second", ok, waited)
		}
	})
}

// TestOrderForgets: what was in hand leaves nothing behind.
func TestOrderForgets(t *testing.T) {
	o := newOrder()
	first, second, failed := o.arrive(), o.arrive(), o.arrive()
	first.await([]string{"a", "b", "a"})
	go func() {
		second.await([]string{"b", "c"})
		second.end()
	}()
	first.end()
	<-second.ended
	failed.end() // it never said what it is about
	if len(o.last) != 0 {
		t.Errorf("%d dossiers are remembered", len(o.last))
	}
}

// accepting is an engine of which nothing but Submit is asked.
type accepting struct{ inquiry.Engine }

func (accepting) Submit(_ context.Context, events []domain.Parsed) []domain.Result {
	return make([]domain.Result, len(events))
}

// FuzzSubmit: whatever comes in, the answer is one result for each event or an
// error that says that the request can't be read, and never a failure.
func FuzzSubmit(f *testing.F) {
	for _, seed := range []string{``, `{}`, `[]`, `[{},{}]`, `{"specversion":"1.0","id":"1","subject":"a"}`, `[1,"x",null]`, "\xff", `[{"id":"1","subject":"\ud800"}]`} {
		f.Add([]byte(seed))
	}
	s := &Service{engine: accepting{}, order: newOrder()}
	f.Fuzz(func(t *testing.T, request []byte) {
		turn := s.order.arrive()
		answer, err := s.decide(context.Background(), turn, request)
		turn.end()
		refusal, refused := errors.AsType[*domain.Error](err)
		switch {
		case err != nil && !refused:
			t.Errorf("failed: %v", err)
		case refused && refusal.Code.Kind() != domain.Malformed:
			t.Errorf("the request as a whole is refused with %v", refusal)
		case err == nil && len(answer.Results) == 0:
			t.Error("there is neither a result nor an error")
		}
	})
}

// FuzzParameters: a query is read or refused.
func FuzzParameters(f *testing.F) {
	for _, seed := range []string{``, `null`, `{"code":"H26-1","min_position":7,"at":null}`, `{"a":{}}`, `{"a":1,"a":2}`, `{"\xff":"\xff"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, request []byte) {
		given, err := readParameters(request)
		if err != nil {
			if kind := domain.AsError(err).Code.Kind(); kind != domain.Malformed && kind != domain.Invalid {
				t.Errorf("refused with %v", err)
			}
			return
		}
		p := inquiry.NewParameters(given)
		for name := range given {
			p.Get(name)
		}
		if err := p.Mistyped(); err != nil {
			t.Errorf("every name was asked for: %v", err)
		}
	})
}
