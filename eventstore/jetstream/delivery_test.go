package jetstream

import "testing"

func TestThePlaceOfAMessage(t *testing.T) {
	for reply, want := range map[string][2]uint64{
		"$JS.ACK.EVENTS.consumer.1.1283723.12.1795345678901234567.99":        {1283723, 12},
		"$JS.ACK._.hash.EVENTS.consumer.1.1283723.12.1795345678901234567.99": {1283723, 12},
		"$JS.ACK.hub.hash.EVENTS.consumer.3.7.1.1795345678901234567.0.token": {7, 1},
		"$JS.ACK.EVENTS.consumer.1.no.12.1795345678901234567.99":             {},
		"$JS.ACK.EVENTS.consumer.1.7.-1.1795345678901234567.99":              {},
		"$JS.ACK.EVENTS.consumer.1":                                          {},
		"_INBOX.EVENTS.consumer.1.7.12.1795345678901234567.99":               {},
		"": {},
	} {
		position, number, ok := placeOf(reply)
		if got := [2]uint64{position, number}; ok != (want[0] > 0) || ok && got != want {
			t.Errorf("%q: %d, %v, want %d", reply, got, ok, want)
		}
	}
}
