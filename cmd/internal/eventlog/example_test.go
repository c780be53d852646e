package eventlog

import (
	"context"
	"fmt"
	"os"
)

func ExampleImport() {
	mapping, err := Load("testdata/permits.json", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	log, err := os.Open("testdata/permits.csv")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer log.Close()
	report, err := Import(context.Background(), Options{}, Read(log, CSV, mapping), newEngine())
	if err != nil {
		fmt.Println(err)
	}
	if err := report.WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 20 read: 11 accepted, 0 duplicate, 9 refused
	//        4 invalid-field
	//        2 malformed-row
	//        1 no-supplement-open
	//        1 nothing-to-extend
	//        1 unmapped
	// line 6: B-1/3/deadline.extended: nothing-to-extend: the dossier has no due to extend
	// line 7: F-2/2/supplement.received: no-supplement-open: supplement.received can't follow: no supplement was requested
	// line 9: B-1/5: unmapped: no rule of mapping "permits" holds for the row
	// line 10: B-1/6: invalid-field: column "time": "yesterday" is not an instant of the form rfc3339 or 02/01/2006 15:04:05 or 02/01/2006
	// line 11: malformed-row: the row names no case
	// line 12: malformed-row: the row has 3 columns, its header another number
	// line 13: X-3/1/deadline.extended: invalid-field: by: value: column "days": "many" is not a number
	// line 13: X-3/case/dossier.received: invalid-field: procedure: "X" is not in the map of column "case"
	// line 14: B-4/case/dossier.received: invalid-field: column "started": "soon" is not an instant of the form rfc3339 or 02/01/2006 15:04:05 or 02/01/2006
}
