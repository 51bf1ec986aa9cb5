import type { Meaning, Profile } from "./profile";

/** Names of the default order states in the shops' languages. */
const statuses: Readonly<Record<string, Meaning>> = {
  onbackorderpaid: "sale",
  onbackordernotpaid: "unpaid",
  awaitingcodvalidation: "sale",
  awaitingcashondeliveryvalidation: "sale",
  enattentedereapprovisionnementpaye: "sale",
  enattentedereapprovisionnementnonpaye: "unpaid",
  enattentedepaiementalalivraison: "sale",
  paiementadistanceaccepte: "sale",
  fernzahlungangenommen: "sale",
  lieferruckstandbezahlt: "sale",
  lieferruckstandnichtbezahlt: "unpaid",
  productofueradelineapagado: "sale",
  pedidopendienteporfaltadestockpagado: "sale",
  pedidopendienteporfaltadestocknopagado: "unpaid",
  inattesadirifornimentopagato: "sale",
  inattesadirifornimentononpagato: "unpaid",
};

/** Orders → Export: a row an order. The total includes shipping, which the file does not list separately. */
export const prestashop: Profile = {
  id: "prestashop",
  name: "PrestaShop, orders export",
  signatures: [
    { all: ["newclient", "customer"], any: [["reference", "delivery", "payment"]] },
    { all: ["nouveauclient", "client"], any: [["reference", "livraison", "paiement"]] },
    { all: ["kunde"], any: [["neukunde", "neuerkunde"]] },
    { all: ["nuevocliente", "cliente"], any: [["referencia", "entrega", "pago"]] },
    { all: ["nuovocliente", "cliente"], any: [["riferimento", "consegna", "pagamento"]] },
    { all: ["nieuweklant", "klant"], any: [["referentie", "levering", "betaling"]] },
    { all: ["novocliente", "cliente"], any: [["referencia", "entrega", "pagamento"]] },
    { all: ["nowyklient", "klient"] },
  ],
  columns: {
    customer_id: ["customer", "client", "kunde", "cliente", "klant", "klient"],
    order_id: [
      "reference",
      "id",
      "referenz",
      "bestellnr",
      "artikelnr",
      "referencia",
      "riferimento",
      "referentie",
    ],
    order_datetime: ["date", "datum", "fecha", "data"],
    order_total: ["total", "gesamt", "gesamtbetrag", "gesamtsumme", "summe", "totale", "totaal", "razem"],
    country: [
      "delivery",
      "livraison",
      "lieferung",
      "versand",
      "entrega",
      "envio",
      "consegna",
      "levering",
      "dostawa",
    ],
    status: ["status", "etat", "statut", "estado", "stato"],
  },
  absent: ["product_id", "unit_price", "quantity", "line_total", "discount", "refund", "row_type"],
  statuses,
  tax: "included",
  totalHolds: ["shipping"],
};

/** The database table `orders`, where states are numbers. */
export const prestashopTables: Profile = {
  id: "prestashop-tables",
  name: "PrestaShop, orders table",
  signatures: [
    {
      all: ["idorder", "idcustomer", "currentstate"],
      any: [["totalproductswt", "totalproducts", "totalpaid", "totalpaidtaxincl"]],
    },
  ],
  columns: {
    customer_id: ["idcustomer"],
    order_id: ["reference", "idorder"],
    order_datetime: ["dateadd"],
    // Joined with `order_detail`.
    product_id: ["productreference", "productid"],
    product_name: ["productname"],
    quantity: ["productquantity"],
    line_total: ["totalpricetaxincl", "totalpricetaxexcl"],
    unit_price: ["unitpricetaxincl", "unitpricetaxexcl"],
    email: ["email"],
    order_total: ["totalproductswt", "totalproducts"],
    status: ["currentstate"],
    discount: ["totaldiscounts", "totaldiscountstaxincl"],
    currency: ["idcurrency"],
    shipping: ["totalshipping", "totalshippingtaxincl"],
  },
  statuses: {
    1: "unpaid",
    2: "sale",
    3: "sale",
    4: "sale",
    5: "sale",
    6: "cancelled",
    7: "refunded",
    8: "failed",
    9: "sale",
    10: "unpaid",
    11: "sale",
    12: "unpaid",
    13: "sale",
  },
  discount: { per: "order", unit: "amount", alreadyTaken: false },
};
