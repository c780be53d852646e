package jetstream

import "github.com/nats-io/nats.go"

// BelieveSoon makes a store on a cluster call a short log corrupt after two
// answers instead of fifteen seconds of them.
func BelieveSoon(s *Store) { s.shortTries = 2 }

// Unopened is a store that has looked at no stream: enough to append.
func Unopened(nc *nats.Conn) (*Store, error) { return newStore(nc, Options{}) }
