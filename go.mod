module github.com/hoso-engine/dossier

go 1.26.0

require (
	github.com/alecthomas/kong v1.17.0 // command line: flags, environment and help from structs
	github.com/arran4/golang-ical v0.3.4 // calendars as iCalendar files
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // tests: how the SMTP server there asks who sends
	github.com/emersion/go-smtp v0.25.1 // tests: an SMTP server
	github.com/expr-lang/expr v1.17.8 // formulas of scorecards: parsed, checked and run within limits
	github.com/go-json-experiment/json v0.0.0-20260820222146-c27c302e5fc3 // strict JSON: duplicate and unknown names refused, errors with their place
	github.com/google/go-cmp v0.7.0 // tests: differences
	github.com/google/jsonschema-go v0.4.3 // the JSON Schema of every event form
	github.com/google/uuid v1.6.0 // ids of the events that the engine makes (UUIDv7)
	github.com/nats-io/nats-server/v2 v2.15.2 // the embedded broker
	github.com/nats-io/nats.go v1.55.0 // JetStream and the micro service
	github.com/nats-io/nkeys v0.4.16 // the key of the engine's account in the embedded broker
	github.com/parquet-go/parquet-go v0.32.0 // exports as typed columns
	github.com/prometheus/client_golang v1.25.0 // figures for monitoring
	github.com/rogpeppe/go-internal v1.16.0 // tests: the command line as scripts
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // tests: exports against their schemas
	github.com/schollz/progressbar/v3 v3.19.1 // progress of long work on a terminal
	github.com/standard-webhooks/standard-webhooks/libraries v0.0.1 // signatures of webhooks
	github.com/synadia-io/orbit.go/natscontext v0.1.3 // connections by NATS context
	github.com/tmaxmax/go-sse v0.11.0 // tests: a client of server-sent events
	github.com/wneessen/go-mail v0.8.1 // mails and SMTP
	github.com/xuri/excelize/v2 v2.11.0 // forms as spreadsheets
	golang.org/x/sync v0.24.0 // groups of goroutines with one error
	golang.org/x/term v0.47.0 // whether somebody watches
	pgregory.net/rapid v1.3.0 // tests: properties
)

require github.com/HdrHistogram/hdrhistogram-go v1.4.0 // latencies as histograms

require (
	github.com/andybalholm/brotli v1.1.1 // indirect
	github.com/antithesishq/antithesis-sdk-go v0.8.0-default-no-op // indirect
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/google/go-tpm v0.9.8 // indirect
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/kylelemons/godebug v1.1.0 // indirect
	github.com/minio/highwayhash v1.0.4
	github.com/mitchellh/colorstring v0.0.0-20190213212951-d06e56a500db // indirect
	github.com/munnerz/goautoneg v0.0.0-20191010083416-a7dc8b61c822 // indirect
	github.com/nats-io/jwt/v2 v2.8.2 // indirect
	github.com/nats-io/nuid v1.0.1 // indirect
	github.com/parquet-go/bitpack v1.0.0 // indirect
	github.com/parquet-go/jsonlite v1.0.0 // indirect
	github.com/pierrec/lz4/v4 v4.1.21 // indirect
	github.com/prometheus/client_model v0.6.3 // indirect
	github.com/prometheus/common v0.72.0 // indirect
	github.com/prometheus/procfs v0.22.0 // indirect
	github.com/richardlehane/mscfb v1.0.7 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/twpayne/go-geom v1.6.1 // indirect
	github.com/xuri/efp v0.0.1 // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/net v0.60.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/time v0.16.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
)
