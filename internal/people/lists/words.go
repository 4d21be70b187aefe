package lists

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// Column is what a column of a table holds.
type Column uint8

const (
	Other Column = iota
	Name
	First
	Middle
	Last
	Address
)

// headWord is the head of a column without what stands around it.
func headWord(s string) string {
	s = strings.ToLower(norm.NFC.String(s))
	s = strings.NewReplacer("_", " ", "\u00a0", " ", "‑", "-").Replace(s)
	s = strings.Join(strings.Fields(strings.Trim(s, " \t\"'*#:.()[]")), " ")
	return strings.TrimRight(strings.TrimSuffix(s, " - value"), " 1")
}

// ColumnOf tells what a column holds by what stands at its head.
func ColumnOf(head string) Column { return headWords()[headWord(head)] }

// IsHead tells whether something is the head of a column.
func IsHead(s string) bool { return len(s) < 80 && ColumnOf(s) != Other }

// headWords are the words by which tables name their columns, in the eight
// languages of the house and in the exports of mail programs.
var headWords = sync.OnceValue(func() map[string]Column {
	words := map[string]Column{}
	for kind, list := range map[Column]string{
		Address: `email, e-mail, mail, e mail, email address, e-mail address, mail address, emails, e-mails, primary email, work email,
			personal email, home email, contact email, email_address,
			e-mail-adresse, email-adresse, emailadresse, mailadresse, mail-adresse, e-mailadresse, e-post,
			correo, correo electrónico, correo electronico, correo-e, dirección de correo, dirección de correo electrónico, email personal,
			courriel, adresse e-mail, adresse email, adresse mail, adresse électronique, adresse de courriel, adresse courriel, mél,
			ईमेल, ई-मेल, ईमेल पता, ई-मेल पता, मेल, इमेल,
			e-mail pessoal, endereço de e-mail, endereço de email, endereço eletrônico, endereço eletrónico, correio eletrônico, correio eletrónico,
			эл. почта, эл почта, эл.почта, электронная почта, электронный адрес, адрес электронной почты, почта, имейл, емейл, мейл,
			البريد الإلكتروني, البريد الالكتروني, بريد إلكتروني, بريد الكتروني, البريد, الإيميل, الايميل, إيميل, ايميل, عنوان البريد الإلكتروني`,
		First: `first name, firstname, first, given name, givenname, given names, forename, first names,
			vorname, vornamen, rufname, primer nombre, nombre de pila, prénom, prenom, prénoms,
			पहला नाम, प्रथम नाम, primeiro nome, nome próprio, nome de batismo,
			الاسم الأول, الاسم الاول, имя собственное`,
		Middle: `middle name, middle names, additional name, zweiter vorname, segundo nombre, deuxième prénom, मध्य नाम, nome do meio,
			отчество, اسم الأب, الاسم الأوسط`,
		Last: `last name, lastname, last, surname, family name, familyname, familienname, nachname, zuname,
			apellido, apellidos, primer apellido, segundo apellido, nom de famille, उपनाम, कुलनाम, अंतिम नाम, सरनेम,
			sobrenome, apelido, último nome, ultimo nome, фамилия, اسم العائلة, الاسم الأخير, الاسم الاخير, الكنية, اللقب, النسبة`,
		Name: `name, names, full name, fullname, display name, displayname, participant, participants, participant name, member, member name,
			attendee, person, people, your name, contact name, nickname,
			vollständiger name, ganzer name, anzeigename, teilnehmer, teilnehmerin, teilnehmende, teilnehmer:in, vor- und nachname, name und vorname, personen,
			nombre, nombre completo, nombres, nombre y apellido, nombre y apellidos, participante, participantes, personas,
			nom, nom complet, nom et prénom, prénom et nom, noms, participant·e, participant(e), participante(s), personne,
			नाम, पूरा नाम, प्रतिभागी, सदस्य, nome, nome completo, nomes, nome e sobrenome, pessoa,
			имя, имя и фамилия, фамилия и имя, фио, ф.и.о, полное имя, участник, участница, участники, участник(ца),
			الاسم, الاسم الكامل, اسم, الأسماء, الاسم واللقب, المشارك, المشاركة, المشاركون, الاسم الثلاثي`,
	} {
		for word := range strings.SplitSeq(list, ",") {
			words[headWord(word)] = kind
		}
	}
	delete(words, "")
	return words
})
