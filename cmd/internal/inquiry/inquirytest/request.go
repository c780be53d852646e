package inquirytest

import (
	"fmt"
	"strings"
	"time"
)

// Code is a dossier's.
const Code = "H26.103-260115-0001"

// Silence is a request to set one.
const Silence = `{"id":"s-1","agency":"H26.103","author":"cvp-1","reason":"bảo trì","until":"2026-01-20T07:00:00+07:00"}`

// Calendar is a calendar that could be published.
const Calendar = `{"id":"vn","version":4,"zone":"Asia/Ho_Chi_Minh","sessions":{"default":[{"from":"07:00","to":"11:30"}]}}`

// Received returns the event of a dossier's receipt, on one line; extensions are
// members with a comma behind each.
func Received(id, code string, extensions ...string) string {
	return fmt.Sprintf(`{"specversion":"1.0","id":%q,"source":"/desk/7","type":"dossier.received","subject":%q,%s`+
		`"time":"2026-01-15T09:30:00+07:00","data":{"province":"H26","agency":"H26.103","procedure":"1.000948","channel":"in-person"}}`,
		id, code, strings.Join(extensions, ""))
}

// Noon is the instant of queries that name none: 12:00 of the 15th of January in
// the engine's zone.
func Noon() time.Time { return time.Date(2026, 1, 15, 5, 0, 0, 0, time.UTC) }
