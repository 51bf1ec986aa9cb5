import type { UnseenExport } from "./export";
import { comma, csv, dot, name, orders, perLine, sum, write } from "./shop";

const standing = orders.filter(({ state }) => state !== "cancelled");
const expected = { orders: 39, customers: 8, revenue: sum(standing, (order) => order.goods), refunds: 0 };

/** Order number, date, customer, product, quantity, price and status; words of a sale and of a cancellation. */
const headers: readonly (readonly [language: string, header: string, sale: string, cancelled: string])[] = [
  ["Swedish", "Ordernr|Orderdatum|Kundnr|Artikelnr|Antal|À-pris|Orderstatus", "Levererad", "Makulerad"],
  ["Danish", "Ordrenummer|Ordredato|Kunde|Varenummer|Antal|Stykpris|Status", "Afsendt", "Annulleret"],
  ["Norwegian", "Ordrenr|Dato|Kundenr|Varenr|Antall|Pris|Status", "Sendt", "Kansellert"],
  ["Finnish", "Tilausnumero|Tilauspäivä|Asiakas|Tuote|Määrä|Yksikköhinta|Tila", "Toimitettu", "Peruttu"],
  [
    "Portuguese",
    "Número do Pedido|Data do Pedido|Cliente|SKU|Quantidade|Preço Unitário|Situação",
    "Entregue",
    "Cancelado",
  ],
  [
    "Italian",
    "Numero ordine|Data ordine|Cliente|Codice articolo|Quantità|Prezzo unitario|Stato ordine",
    "Spedito",
    "Annullato",
  ],
  [
    "Spanish",
    "Nº de pedido|Fecha del pedido|Cliente|Referencia|Unidades|Precio unitario|Estado del pedido",
    "Enviado",
    "Cancelado",
  ],
  [
    "Dutch",
    "Bestelnummer|Besteldatum|Klantnummer|Artikelnummer|Aantal|Prijs per stuk|Status",
    "Verzonden",
    "Geannuleerd",
  ],
  [
    "Slovak",
    "Číslo objednávky|Dátum objednávky|Zákazník|Kód produktu|Množstvo|Jednotková cena|Stav objednávky",
    "Vybavená",
    "Stornovaná",
  ],
  [
    "Romanian",
    "Număr comandă|Data comenzii|Client|Produs|Cantitate|Preț unitar|Stare",
    "Finalizată",
    "Anulată",
  ],
  [
    "Croatian",
    "Broj narudžbe|Datum narudžbe|Kupac|Proizvod|Količina|Cijena|Status",
    "Isporučeno",
    "Otkazano",
  ],
  [
    "Slovene",
    "Številka naročila|Datum naročila|Kupec|Izdelek|Količina|Cena|Status",
    "Odposlano",
    "Preklicano",
  ],
  [
    "Ukrainian",
    "Номер замовлення|Дата замовлення|Клієнт|Товар|Кількість|Ціна|Статус",
    "Виконано",
    "Скасовано",
  ],
  [
    "Bulgarian",
    "Номер на поръчка|Дата на поръчка|Клиент|Продукт|Количество|Цена|Статус",
    "Изпълнена",
    "Отказана",
  ],
  [
    "Greek",
    "Αριθμός παραγγελίας|Ημερομηνία|Πελάτης|Προϊόν|Ποσότητα|Τιμή|Κατάσταση",
    "Ολοκληρώθηκε",
    "Ακυρώθηκε",
  ],
  ["Estonian", "Tellimuse number|Kuupäev|Klient|Toode|Kogus|Hind|Olek", "Täidetud", "Tühistatud"],
  [
    "Lithuanian",
    "Užsakymo numeris|Užsakymo data|Klientas|Prekė|Kiekis|Kaina|Būsena",
    "Įvykdytas",
    "Atšauktas",
  ],
  ["Latvian", "Pasūtījuma numurs|Datums|Klients|Prece|Daudzums|Cena|Statuss", "Pabeigts", "Atcelts"],
  ["Arabic", "رقم الطلب|تاريخ الطلب|العميل|المنتج|الكمية|السعر|حالة الطلب", "مكتمل", "ملغي"],
  ["Hebrew", "מספר הזמנה|תאריך הזמנה|לקוח|מוצר|כמות|מחיר|סטטוס", "הושלם", "בוטל"],
  ["Thai", "หมายเลขคำสั่งซื้อ|วันที่สั่งซื้อ|ลูกค้า|สินค้า|จำนวน|ราคา|สถานะ", "สำเร็จ", "ยกเลิก"],
  [
    "Vietnamese",
    "Mã đơn hàng|Ngày đặt hàng|Khách hàng|Sản phẩm|Số lượng|Đơn giá|Trạng thái",
    "Hoàn thành",
    "Đã hủy",
  ],
  [
    "Indonesian",
    "No. Pesanan|Tanggal Pesanan|Nama Pelanggan|Produk|Jumlah|Harga Satuan|Status",
    "Selesai",
    "Dibatalkan",
  ],
  [
    "Malay",
    "No. Pesanan|Tarikh Pesanan|Pelanggan|Produk|Kuantiti|Harga Seunit|Status",
    "Selesai",
    "Dibatalkan",
  ],
];

/** The same orders in many languages, some with a decimal comma and days first. */
export const languages: readonly UnseenExport[] = headers.map(([language, header, sale, cancelled], i) => ({
  name: language,
  content: csv(
    header,
    perLine((order, line) => [
      1000 + order.n,
      i % 2 === 0 ? write.iso(order.at) : write.dmy(order.at, "."),
      `${name(order)} ${order.customer.id}`,
      line.name,
      line.quantity,
      i % 2 === 0 ? dot(line.price) : comma(line.price),
      order.state === "cancelled" ? cancelled : sale,
    ]),
    ";",
  ),
  expected,
}));
