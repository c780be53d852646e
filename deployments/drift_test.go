package deployments_test

import (
	"regexp"
	"strings"
	"testing"
)

const sources = "../cmd"

var (
	metricNamed   = regexp.MustCompile(`"(dossier_[a-z_]+)"`)
	metricUsed    = regexp.MustCompile(`\b(dossier_[a-z_]+)`)
	standingShown = regexp.MustCompile(`"([a-z-]+)":\s+figures\.`)
	standingUsed  = regexp.MustCompile(`standing="([^"]+)"`)
	codeNamed     = regexp.MustCompile(`ErrorCode = "([a-z-]+)"`)
	codesUsed     = regexp.MustCompile(`code[=!]~"([^"]+)"`)
	variableRead  = regexp.MustCompile(`env:"([A-Z_]+)"`)
	variableSet   = regexp.MustCompile(`\b(DOSSIER_[A-Z_]+)=`)
	alertNamed    = regexp.MustCompile(`alert: (\w+)`)
)

// TestRulesUseWhatTheEngineShows: a rule over a figure or label that is not
// there is silent for ever.
func TestRulesUseWhatTheEngineShows(t *testing.T) {
	metrics := found(t, sources, metricNamed)
	standings := found(t, sources, standingShown)
	codes := found(t, "../domain", codeNamed)
	for _, path := range []string{"prometheus/alerts.yml", "prometheus/alerts_test.yml", "README.md"} {
		text := readFile(t, path)
		for _, match := range metricUsed.FindAllStringSubmatch(text, -1) {
			if !metrics[series(match[1])] {
				t.Errorf("%s: the engine has no figure %s", path, match[1])
			}
		}
		for _, match := range standingUsed.FindAllStringSubmatch(text, -1) {
			if !standings[match[1]] {
				t.Errorf("%s: the engine shows no standing %q", path, match[1])
			}
		}
		for _, match := range codesUsed.FindAllStringSubmatch(text, -1) {
			for code := range strings.SplitSeq(match[1], "|") {
				if !codes[code] {
					t.Errorf("%s: the engine refuses nothing with the code %q", path, code)
				}
			}
		}
	}
}

// series is the name under which a histogram's parts are registered.
func series(name string) string {
	for _, part := range []string{"_bucket", "_sum", "_count"} {
		name = strings.TrimSuffix(name, part)
	}
	return name
}

func TestOperatorsReadAboutEveryFigureAndAlert(t *testing.T) {
	text := readFile(t, "README.md")
	for name := range found(t, sources, metricNamed) {
		if !strings.Contains(text, "`"+name) {
			t.Errorf("README.md does not explain %s", name)
		}
	}
	for _, match := range alertNamed.FindAllStringSubmatch(readFile(t, "prometheus/alerts.yml"), -1) {
		if !strings.Contains(text, "**"+match[1]+"**") {
			t.Errorf("README.md does not say what to do at %s", match[1])
		}
	}
}

func TestEveryAlertSpeaksBothLanguages(t *testing.T) {
	for rule := range strings.SplitSeq(readFile(t, "prometheus/alerts.yml"), "- alert: ") {
		name, body, _ := strings.Cut(rule, "\n")
		if !strings.Contains(body, "expr:") {
			continue // what stands before the first
		}
		for _, part := range []string{"severity: ", "summary: ", "summary_vi: "} {
			if !strings.Contains(body, part) {
				t.Errorf("%s has no %s", name, strings.TrimSuffix(part, ": "))
			}
		}
	}
}

// TestDossierEnvListsWhatServeReads: a variable that nobody reads does nothing,
// and says nothing.
func TestDossierEnvListsWhatServeReads(t *testing.T) {
	read := found(t, sources+"/dossier", variableRead)
	delete(read, "DOSSIER_URL") // a client's: where the engine is
	listed := settings(t, "dossier.env")
	for name := range listed {
		if strings.HasPrefix(name, "DOSSIER_") && !read[name] {
			t.Errorf("dossier.env sets %s, which nothing reads", name)
		}
	}
	for name := range read {
		if _, ok := listed[name]; !ok {
			t.Errorf("dossier.env does not list %s", name)
		}
	}
	for _, match := range variableSet.FindAllStringSubmatch(readFile(t, "Containerfile"), -1) {
		if !read[match[1]] {
			t.Errorf("Containerfile sets %s, which nothing reads", match[1])
		}
	}
}
