package national

import (
	"strings"

	"github.com/hoso-engine/dossier/domain"
)

// intake returns what the record says of the dossier.
func (c *course) intake() (domain.Intake, error) {
	r := c.dossier
	province, agency := c.options.Province, c.options.Agency
	if province == "" || agency == "" {
		p, a, err := placeOf(c.code)
		if err != nil {
			return domain.Intake{}, err
		}
		if isUnitCode(string(r.Agency)) {
			a = string(r.Agency)
		}
		if province == "" {
			province = p
		}
		if agency == "" {
			agency = a
		}
	}
	return domain.Intake{
		Province: province, Agency: agency,
		Procedure: string(r.Procedure), Field: string(r.Field),
		Channel: channelOf(r.Channel), Digitised: r.Digitised == "1",
	}, nil
}

// channels are KenhThucHien.
var channels = map[Text]domain.Channel{"1": domain.InPerson, "2": domain.Online, "3": domain.Postal}

// channelOf returns a channel; a word that is none stays, to be refused.
func channelOf(t Text) domain.Channel {
	if c, ok := channels[t]; ok {
		return c
	}
	return domain.Channel(t)
}

// holder returns who received the dossier.
func (c *course) holder() (unit, officer string) {
	for _, s := range c.steps {
		if s.Status == "2" {
			return string(s.Unit), string(s.Officer)
		}
	}
	if name := string(c.dossier.Agency); !isUnitCode(name) {
		return name, ""
	}
	return "", ""
}

// isUnitCode reports whether DonViXuLy is an identifier and no name.
func isUnitCode(name string) bool {
	_, err := domain.Token(name)
	return err == nil && strings.ContainsAny(name, "0123456789")
}
