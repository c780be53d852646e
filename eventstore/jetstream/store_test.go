package jetstream_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
	"github.com/hoso-engine/dossier/eventstore/storetest"
)

func TestMain(m *testing.M) { os.Exit(embeddedtest.Main(m)) }

func TestEmbeddedStoreKeepsTheContract(t *testing.T) {
	storetest.RunWith(t, storetest.Options{
		Open:   func(t *testing.T) eventstore.Store { return newSite(t).start(t) },
		Reopen: func(t *testing.T, s eventstore.Store) eventstore.Store { return s.(*siteStore).restart(t) },
	})
}

// site is one installation: a store directory, and a high-water file beside it.
type site struct {
	dir  string
	mark string

	// throughBroker has followers read nothing beside the broker.
	throughBroker bool
}

// options are those of the site's store.
func (s site) options(broker *embedded.Server, mark string) jetstream.Options {
	options := jetstream.Options{HighWater: mark, Blocks: broker.Blocks(jetstream.DefaultStream)}
	if s.throughBroker {
		options.Blocks = ""
	}
	return options
}

func newSite(t *testing.T) site {
	dir := t.TempDir()
	return site{dir: filepath.Join(dir, "store"), mark: filepath.Join(dir, "highwater")}
}

// siteStore is a site's store with what it runs on.
type siteStore struct {
	*jetstream.Store
	site   site
	broker *embedded.Server
	nc     *nats.Conn
}

// start opens the site's store until the test ends.
func (s site) start(t *testing.T) *siteStore {
	t.Helper()
	broker := embeddedtest.StartWith(t, embedded.Options{Dir: s.dir, DontListen: true})
	nc := embeddedtest.Connect(t, broker)
	store, err := jetstream.Open(t.Context(), nc, s.options(broker, s.mark))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return &siteStore{Store: store, site: s, broker: broker, nc: nc}
}

// stop ends everything, as the engine does when it is told to.
func (s *siteStore) stop(t *testing.T) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	s.nc.Close()
	s.broker.Stop()
}

func (s *siteStore) restart(t *testing.T) *siteStore {
	t.Helper()
	s.stop(t)
	return s.site.start(t)
}
