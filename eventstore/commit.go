package eventstore

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"github.com/hoso-engine/dossier/domain"
)

// ContentType is the media type of a record's body.
const ContentType = "application/cloudevents-batch+json"

// Hash is the SHA-256 of a record's body; the zero Hash stands before a
// subject's first record.
type Hash [sha256.Size]byte

// HashOf returns the hash of a record's body.
func HashOf(body []byte) Hash { return sha256.Sum256(body) }

// String returns the hash in lower-case hexadecimal; empty for the zero Hash.
func (h Hash) String() string {
	if h == (Hash{}) {
		return ""
	}
	return hex.EncodeToString(h[:])
}

// ParseHash is the inverse of [Hash.String].
func ParseHash(text string) (h Hash, err error) {
	if text == "" {
		return h, nil
	}
	b, err := hex.DecodeString(text)
	if err == nil && len(b) != len(h) {
		err = errors.New("eventstore: a hash has 32 bytes")
	}
	if err != nil {
		return Hash{}, err
	}
	return Hash(b), nil
}

// is reports whether the text is what [Hash.String] says.
func (h Hash) is(text string) bool {
	if h == (Hash{}) {
		return text == ""
	}
	var form [2 * len(Hash{})]byte
	hex.Encode(form[:], h[:])
	return text == string(form[:])
}

// Commit is what one accepted request said about one dossier or reference fact:
// written together or not at all.
type Commit struct {
	Position uint64 // of its record; 0 while it is not written
	Subject  string
	Previous string // hash of the subject's previous record, see [Hash.String]
	Events   []domain.Event
}

// RegistrySubject returns the subject of a reference fact.
func RegistrySubject(kind, id string) (string, error) {
	token, err := domain.Token(id)
	if err != nil {
		return "", err
	}
	return "registry." + kind + "." + token, nil
}

// DossierSubject returns the subject of a dossier.
func DossierSubject(province, agency, code string) (string, error) {
	tokens := [...]string{province, agency, code}
	for i, id := range tokens {
		token, err := domain.Token(id)
		if err != nil {
			return "", err
		}
		tokens[i] = token
	}
	return "dossier." + tokens[0] + "." + tokens[1] + "." + tokens[2], nil
}
