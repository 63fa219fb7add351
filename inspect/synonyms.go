package inspect

// synonyms are the plain names of columns by what they are about, in English,
// German, French, Spanish, Italian, Portuguese, Dutch and Malay or Indonesian;
// the first are the likeliest where a file has several.
var synonyms = map[Concept]string{
	ContactID: `contactid contactuuid contact id uuid recordid contactno kontaktid idcontact idcontacto idcontatto idcontato
		contactoid identifiantcontact`,
	KeyNumber: `customerid customerno customernumber customerkey userid clientid clientno memberid memberno guestno guestid
		patientno patientid leadid orderno orderid accountno accountid externalid crmid kundennummer kundennr kundenid
		mitgliedsnummer numeroclient numclient idclient idcliente numerocliente codicecliente klantnummer nopelanggan idpelanggan`,
	FirstName: `firstname givenname forename first fname givennames namefirst firstnames vorname rufname prenom nombre nombres
		primernombre nome primeironome nomeproprio nomedibattesimo voornaam roepnaam namadepan namapertama namadiberi`,
	LastName: `lastname surname familyname last lname namelast secondname nachname familienname zuname nomdefamille nomfamille
		apellido apellidos primerapellido cognome sobrenome apelido achternaam familienaam namabelakang namakeluarga`,
	FullName: `fullname name contactname displayname completename namefull vollername vorundnachname nomcomplet nometprenom
		nombrecompleto nombreyapellidos nomecompleto nomecognome volledigenaam naam namalengkap namapenuh nama`,
	EmailAddress: `email emailaddress emailid mail mailaddress emailadresse mailadresse courriel adresseemail adressemail
		adressecourriel adresseelectronique correo correoelectronico direcciondecorreo direccionemail indirizzoemail
		postaelettronica enderecodeemail correioeletronico emailadres mailadres emel alamatemail alamatemel surel`,
	PhoneNumber: `mobile mobilephone mobilenumber mobileno cell cellphone cellular whatsapp whatsappnumber handy handynummer
		mobil mobilnummer mobiltelefon portable telephoneportable telportable mobilephonenumber celular movil telefonomovil
		telefonocelular numerodecelular cellulare telefonocellulare telemovel mobiel mobielnummer gsm hp nohp nomorhp
		telefonbimbit notelefonbimbit phone phonenumber phoneno number telephone tel telephonenumber telno contactnumber
		telefon telefonnummer rufnummer numerodetelephone numtelephone telefono numerodetelefono numeroditelefono
		telefone numerodetelefone telefoon telefoonnummer telepon nomortelepon notelefon notelepon nombortelefon`,
	CallingCode: `phonecountrycode countrycallingcode callingcode dialcode diallingcode dialingcode phonecode landesvorwahl
		landervorwahl indicatif indicatifpays prefijo prefijotelefonico prefisso prefissointernazionale`,
	Birthday: `birthday birthdate dateofbirth dob borndate birth geburtsdatum geburtstag gebdatum geboren naissance
		datedenaissance datenaissance anniversaire fechadenacimiento fechanacimiento nacimiento cumpleanos datadinascita
		datanascita nascita compleanno datadenascimento datanascimento nascimento aniversario geboortedatum geboortedag
		verjaardag tarikhlahir tanggallahir tgllahir harijadi`,
	Gender: `gender sex salutation geschlecht anrede sexe civilite genre sexo genero tratamiento sesso genere geslacht
		aanhef jantina jeniskelamin kelamin`,
	Language: `language lang locale preferredlanguage languagecode sprache korrespondenzsprache langue langueparlee idioma
		lengua lingua linguapreferita taal voertaal bahasa`,
	Country: `country countrycode countryname nation land landercode lander laendercode landkurzel staat pays codepays pais codigopais
		paese nazione codicepaese landcode negara kodnegara kodenegara`,
	State: `state region province stateprovince county bundesland provinz etat departement estado provincia regione
		comunidadautonoma provincie negeri provinsi wilayah`,
	City: `city town locality suburb place stadt ort wohnort ville commune localite ciudad localidad poblacion municipio citta
		comune localita cidade localidade stad plaats woonplaats bandar kota`,
	PostalCode: `postalcode postcode zip zipcode pin pincode plz postleitzahl codepostal codigopostal cp cap
		codiceavviamentopostale codicepostale cep postnummer poskod kodepos`,
	Street: `address fulladdress addressfull street streetaddress address1 addressline1 adresse strasse anschrift strassehausnummer
		rue voie adressecomplete adressepostale direccion calle domicilio indirizzo via endereco rua morada adres straat
		straatnaam alamat jalan`,
	Company: `company companyname organisation organization employer firm business firma firmenname unternehmen organisationsname
		entreprise societe raisonsociale empresa compania razonsocial sociedad azienda societa ditta ragionesociale companhia
		bedrijf bedrijfsnaam organisatie syarikat perusahaan`,
	JobTitle: `jobtitle position job role occupation profession beruf berufsbezeichnung stelle funktion fonction poste metier
		cargo puesto profesion ocupacion ruolo professione qualifica funcao profissao functie beroep functietitel jawatan
		pekerjaan jabatan`,
	Website: `website url web homepage webpage site webseite internetseite siteweb sitioweb paginaweb sitoweb sito paginadeinternet laman lamanweb`,
	Picture: `profilepic picture photo avatar image profilepicture profilbild foto fotografia bild photodeprofil immagine imagem afbeelding gambar`,
	Tags:    `tags tag labels label keywords schlagworter schlagworte stichworter etiketten etiquettes motscles etiquetas etichette trefwoorden tanda`,
	Note: `note notes remark remarks comment comments memo notiz notizen bemerkung bemerkungen kommentar anmerkung remarque
		remarques commentaire commentaires nota notas observacion observaciones comentario comentarios commento commenti osservazioni
		observacoes opmerking opmerkingen notitie catatan ulasan`,
}

// qualifiers are the words of a name that say whose value it is, with their costs.
var qualifiers = map[string]int{
	"customer": same, "client": same, "contact": same, "guest": same, "user": same, "member": same, "patient": same, "lead": same,
	"person": same, "profile": same, "primary": same, "main": same, "private": same, "personal": same, "default": same, "subscriber": same,
	"kunde": same, "kunden": same, "kontakt": same, "gast": same, "privat": same, "haupt": same,
	"cliente": same, "contacto": same, "contatto": same, "contato": same, "klant": same, "pelanggan": same,
	"du": same, "de": same, "del": same, "della": same, "do": same, "da": same, "des": same, "der": same, "the": same, "of": same,
	"work": other, "business": other, "office": other, "home": other, "secondary": other, "alternative": other, "alt": other,
	"other": other, "geschaftlich": other, "dienst": other, "arbeit": other, "travail": other, "trabajo": other, "oficina": other,
	"lavoro": other, "ufficio": other, "trabalho": other, "werk": other, "kantor": other, "2": other, "ii": other,
}
