import { describe, expect, test } from "bun:test";
import { encoded } from "./encoded";
import { read, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

/** Headers of customer, order, date, product, quantity, price and status, and words of a sale and of a cancellation. */
const languages: Readonly<
  Record<string, { readonly header: string; readonly words: string; readonly names: string }>
> = {
  Polish: {
    header: "Klient;Numer zamówienia;Data zamówienia;Produkt;Ilość;Cena;Status zamówienia",
    words: "Wysłane;Anulowane",
    names: "Łukasz Żak;Święta Wójcik",
  },
  Czech: {
    header: "Zákazník;Číslo objednávky;Datum objednávky;Zboží;Množství;Cena za kus;Stav",
    words: "Vyřízeno;Zrušeno",
    names: "Jiří Dvořák;Kateřina Šťastná",
  },
  Hungarian: {
    header: "Vevő;Rendelésszám;Rendelés dátum;Cikkszám;Mennyiség;Egységár;Állapot",
    words: "Teljesítve;Törölve",
    names: "Szűcs Győző;Nagy Ödön",
  },
  Turkish: {
    header: "Müşteri No;Sipariş No;Sipariş Tarihi;Ürün;Miktar;Birim Fiyatı;Sipariş Durumu",
    words: "Tamamlandı;İptal Edildi",
    names: "Ayşe Işık;Gül Çağlar",
  },
  Russian: {
    header: "Клиент;Номер заказа;Дата заказа;Товар;Количество;Цена;Статус",
    words: "Выполнен;Отменен",
    names: "Иванова Ольга;Пётр Щукин",
  },
  Greek: {
    header: "Πελάτης;Order no;Order date;Product;Quantity;Price;Status",
    words: "Complete;Cancelled",
    names: "Γιώργος Παπαδόπουλος;Ελένη Νικολάου",
  },
  German: {
    header: "Käufer Nr;Bestellnummer;Bestelldatum;Artikel;Stückzahl;Stückpreis;Bestellstatus",
    words: "Bestätigt;Annulliert",
    names: "Jürgen Groß;Käthe Höß",
  },
};

const pages: readonly (readonly [encoding: string, language: string])[] = [
  ["windows-1250", "Polish"],
  ["iso-8859-2", "Polish"],
  ["ibm852", "Polish"],
  ["windows-1250", "Czech"],
  ["ibm852", "Czech"],
  ["windows-1250", "Hungarian"],
  ["windows-1254", "Turkish"],
  ["windows-1251", "Russian"],
  ["koi8-r", "Russian"],
  ["ibm866", "Russian"],
  ["windows-1253", "Greek"],
  ["macintosh", "German"],
  ["ibm850", "German"],
];

describe("a file that is not in Unicode is read in the code page of its words", () => {
  const fileIn = (language: string) => {
    const { header, words, names } = languages[language]!;
    const [sale, cancelled] = words.split(";");
    const [ann, ben] = names.split(";");
    return [
      header,
      `${ann};1;2026-01-13;A;2;10,00;${sale}`,
      `${ben};2;2026-01-14;B;1;5,50;${sale}`,
      `${ann};3;2026-02-15;A;1;10,00;${cancelled}`,
      `${ann};4;2026-02-16;A;3;10,00;${sale}`,
    ].join("\r\n");
  };

  test.each(pages)("%s, %s", async (encoding, language) => {
    const { report, customers } = await read(encoded(fileIn(language), encoding));
    expect(report).toMatchObject({ encoding, orders: 3, customers: 2, revenue: 55.5, warnings: [] });
    expect(report.dropped.cancelled_order?.rows).toBe(1);
    expect([...customers].sort()).toEqual(languages[language]!.names.split(";").sort());
    expect(report.notes.join(" ")).toContain(`The text is in ${encoding}`);
  });

  test("even a short one", async () => {
    const { report } = await read(encoded("Klient;Data;Ilość;Cena\n7;2026-01-13;2;3,50\n", "windows-1250"));
    expect(report).toMatchObject({ encoding: "windows-1250", revenue: 7 });
  });
});

describe("western texts stay in windows-1252", () => {
  test.each([
    ["German", "Käufer,Größe", "Jürgen Groß"],
    ["French", "Référence,Quantité livrée", "Hélène à côté"],
    ["Spanish", "Año,Teléfono", "Íñigo Muñoz"],
    ["Danish", "Køber,Beløb", "Søren Ågård"],
    ["Icelandic", "Verð,Þjónusta", "Guðrún Þórðardóttir"],
    ["signs", "Price £,n°", "Tom’s “big” mug – 12 €"],
    ["a price alone", "Note,Other", "£4.00"],
    ["a blank alone", "Note,Other", "1\u00a0234"],
    ["names of all kinds", "Zoë,Chloë", "Björk Guðmundsdóttir and François Müller"],
  ])("%s", async (_, names, value) => {
    const text = `CustomerID,InvoiceNo,InvoiceDate,Quantity,UnitPrice,${names}\n7,1,2026-01-13,2,3.50,"${value}",x\n`;
    const { report } = await read(encoded(text, "windows-1252"));
    expect(["latin-1", "windows-1252"]).toContain(report.encoding);
    expect(report.columns.slice(5)).toEqual(names.split(","));
  });
});

test("a file that mixes UTF-8 with single bytes is still read value by value", async () => {
  const rows = (name: string) => `${name},1,2026-01-13,2,3.50\n`;
  const text = Buffer.concat([
    Buffer.from(`CustomerID,InvoiceNo,InvoiceDate,Quantity,UnitPrice\n${rows("Łukasz").repeat(5)}`),
    encoded(rows("Jürgen"), "windows-1252"),
  ]);
  const { report } = await read(text);
  expect(report.encoding).toBe("utf-8");
  expect(report.notes.join(" ")).toContain("mixes encodings");
});
