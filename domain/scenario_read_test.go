package domain

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// splitWords splits a line at spaces that stand in no quotes, brackets or
// braces.
func splitWords(line string) (words []string) {
	var word strings.Builder
	depth, quoted := 0, false
	for _, c := range line + " " {
		switch {
		case c == '"':
			quoted = !quoted
		case strings.ContainsRune("[{", c):
			depth++
		case strings.ContainsRune("]}", c):
			depth--
		}
		if c == ' ' && depth == 0 && !quoted {
			if word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			continue
		}
		word.WriteRune(c)
	}
	return words
}

var (
	instantWord = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d$`)
	limitWord   = regexp.MustCompile(`^[\d.]+(workday|workhour|day|month)$`)
	jsonWord    = regexp.MustCompile(`^([\["{].*|-?\d+|true|false|null)$`)
)

// jsonOf returns the JSON of a value as transcripts write it.
func jsonOf(word string) jsontext.Value {
	switch {
	case instantWord.MatchString(word):
		return jsontext.Value(strconv.Quote(local(word).Format(time.RFC3339)))
	case limitWord.MatchString(word):
		b, err := json.Marshal(limit(word))
		if err != nil {
			panic(err)
		}
		return b
	case jsonWord.MatchString(word):
		return jsontext.Value(word)
	}
	return jsontext.Value(strconv.Quote(word))
}

// said reads an event as a desk would publish it.
func (s *scenario) said(t Type, words []string) Event {
	s.ids++
	data := map[string]jsontext.Value{}
	if t == TypeSubmitted || t == TypeReceived {
		data["province"], data["agency"], data["procedure"] = jsonOf("H26"), jsonOf("H26.103"), jsonOf(testProcedure)
		data["channel"] = jsonOf(string(cmp.Or(s.dossier.Channel, InPerson)))
	}
	envelope := map[string]any{
		"specversion": "1.0", "id": "e-" + strconv.Itoa(s.ids), "source": "urn:desk", "type": t, "subject": testCode,
		"time": s.now.Format(time.RFC3339), "data": data,
	}
	for _, word := range words {
		switch name, value, _ := strings.Cut(word, "="); name {
		case "id", "source", "subject", "actor", "transaction", "backdated":
			envelope[name] = jsonOf(value)
		case "at":
			envelope["time"] = jsonOf(value)
		case "corrected-at":
			data["at"] = jsonOf(value)
		default:
			data[name] = jsonOf(value)
		}
	}
	b, err := json.Marshal(envelope)
	if err != nil {
		s.t.Fatal(err)
	}
	e, err := ParseEvent(b)
	if err != nil {
		s.t.Fatalf("%s: %v", b, err)
	}
	return e
}

const testProcedure = "1.000948"

// given publishes a reference fact as it was from the beginning.
func (s *scenario) given(what string, words []string) {
	s.now = local("2018-01-01T00:00")
	switch what {
	case "deployed":
		policy := readDeployed[Policy](s.t, "policies/"+words[0]+".json")
		policy.ExtensionMovesDue = true
		s.publish(TypeCalendarChanged, words[1], &CalendarChanged{Calendar: readDeployed[calendar.Spec](s.t, "calendars/"+words[1]+".json")})
		s.publish(TypePolicyChanged, policy.ID, &PolicyChanged{Policy: policy})
		s.publish(TypeUnitDefined, "H26", &UnitDefined{Kind: UnitProvince, Name: "H26", Policy: policy.ID})
		s.publish(TypeUnitDefined, "H26.103", &UnitDefined{Kind: UnitAgency, Name: "H26.103", Parent: "H26"})
	case "procedure":
		s.publish(TypeProcedurePublished, words[0], s.factData(TypeProcedurePublished, words[0], words[1:]))
	case "policy":
		s.publish(TypePolicyChanged, DefaultPolicyID, s.factData(TypePolicyChanged, DefaultPolicyID, words))
	case "calendar":
		s.publish(TypeCalendarChanged, DefaultCalendarID, s.factData(TypeCalendarChanged, DefaultCalendarID, words))
	default:
		s.t.Fatalf("given what: %s", what)
	}
}

// factData returns the data of a reference fact: what is in force, or a plain
// form, with the members that the words replace.
func (s *scenario) factData(t Type, id string, words []string) Data {
	data := t.NewData()
	switch data := data.(type) {
	case *ProcedurePublished:
		s.readProcedure(&data.ProcedureForm, words)
	case *ProcedureAmended:
		s.readProcedure(&data.ProcedureForm, words)
	case *PolicyChanged:
		data.Policy = *s.registry.policyAt(id, s.now)
		data.Policy.Version++
		s.readMembers(&data.Policy, words)
	case *CalendarChanged:
		c, _ := s.registry.Calendar(id)
		data.Calendar = c.Spec()
		data.Calendar.Version++
		for _, word := range words { // days are added: day-off=2026-01-20
			name, day, _ := strings.Cut(word, "=")
			date, err := calendar.ParseDate(day)
			if err != nil || name != "day-off" {
				s.t.Fatalf("calendar: %s: %v", word, err)
			}
			data.Calendar.DaysOff = append(data.Calendar.DaysOff, date)
		}
	}
	return data
}

// readProcedure reads limit=..., limit.<channel>=..., step.<name>=... and the
// members of a procedure's form.
func (s *scenario) readProcedure(form *ProcedureForm, words []string) {
	form.Name, form.Field = "Cấp giấy phép", "health"
	var members []string
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		kind, detail, _ := strings.Cut(name, ".")
		switch kind {
		case "limit":
			form.Limits = append(form.Limits, ProcedureLimit{Channel: Channel(detail), Limit: limit(value)})
		case "step":
			form.Steps = append(form.Steps, ProcedureStep{Name: detail, Limit: limit(value)})
		default:
			members = append(members, word)
		}
	}
	s.readMembers(form, members)
}

// readMembers overlays the members that the words name.
func (s *scenario) readMembers(into any, words []string) {
	members := map[string]jsontext.Value{}
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		members[name] = jsonOf(value)
	}
	b, err := json.Marshal(members)
	if err == nil {
		err = json.Unmarshal(b, into, json.RejectUnknownMembers(true))
	}
	if err != nil {
		s.t.Fatal(err)
	}
}
