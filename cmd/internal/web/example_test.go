package web_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

// A desk says that it received a dossier, and asks for a list.
func Example() {
	server := httptest.NewServer(web.New(&inquirytest.Engine{}, web.Options{}))
	defer server.Close()

	event := `{
	  "specversion": "1.0", "id": "0190-7f3a", "source": "/desk/7", "type": "dossier.received",
	  "subject": "H26.103-260115-0001", "time": "2026-01-15T09:30:00+07:00",
	  "data": {"province": "H26", "agency": "H26.103", "procedure": "1.000948", "channel": "in-person"}
	}`
	res, err := http.Post(server.URL+"/v1/events", "application/cloudevents+json", strings.NewReader(event))
	if err != nil {
		log.Fatal(err) // it may have been accepted: send it again, with the same id
	}
	show(res)

	res, err = http.Get(server.URL + "/v1/dossiers?colour=red")
	if err != nil {
		log.Fatal(err)
	}
	res.Body.Close()
	fmt.Println(res.Status)
	// Output:
	// 201 Created /v1/dossiers/H26.103-260115-0001
	// {"id":"0190-7f3a","code":"H26.103-260115-0001","status":"accepted","seq":1,"sequence":1}
	// 422 Unprocessable Entity
}

func show(res *http.Response) {
	defer res.Body.Close()
	fmt.Println(res.Status, res.Header.Get("Location"))
	if _, err := io.Copy(os.Stdout, res.Body); err != nil {
		log.Fatal(err)
	}
}
