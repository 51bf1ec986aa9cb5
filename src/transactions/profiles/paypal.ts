import type { Profile } from "./profile";

/** All activity: payments, refunds, payouts and conversions in one list. Columns and words in five languages. */
export const paypal: Profile = {
  id: "paypal",
  name: "PayPal, activity",
  signatures: [
    {
      all: ["timezone", "type", "status", "gross", "net"],
      any: [["fromemailaddress", "transactionid", "balanceimpact"]],
    },
    { all: ["zeitzone", "typ", "status", "brutto", "netto"] },
    { all: ["fuseauhoraire", "type", "etat", "net"], any: [["brut", "avantcommission"]] },
    { all: ["zonahoraria", "tipo", "estado", "neto"], any: [["bruto"]] },
    { all: ["fusoorario", "tipo", "stato", "netto"], any: [["lordo"]] },
  ],
  columns: {
    // A refund comes from the shop's own address, but has the customer's name.
    customer_id: ["name", "nom", "nombre", "nome"],
    email: [],
    order_id: [
      "transactionid",
      "transaktionscode",
      "numerodetransaction",
      "iddetransaccion",
      "codicetransazione",
    ],
    order_datetime: ["date", "datum", "fecha", "data"],
    order_time: ["time", "uhrzeit", "heure", "hora", "orario"],
    order_total: ["gross", "brutto", "brut", "avantcommission", "bruto", "lordo"],
    row_type: ["type", "typ", "tipo"],
    status: ["status", "etat", "estado", "stato"],
    currency: ["currency", "wahrung", "devise", "divisa", "valuta"],
    shipping: ["shippingandhandlingamount", "versandkostenundbearbeitungsgebuhr"],
    country: ["country", "countrycode", "land", "landervorwahl"],
  },
  absent: [
    "unit_price",
    "line_total",
    "quantity",
    "discount",
    "refund",
    "returned_quantity",
    "exchange_rate",
  ],
  rowTypes: {
    ...meaning("sale", [
      "express checkout payment, website payment, mobile payment, general payment, payment, subscription payment",
      "preapproved payment bill user payment, payment received, checkout payment, direct credit card payment, donation payment",
      "invoice payment, ebay auction payment, shopping cart item, money received, paypal here payment, mass payment received",
      "zahlung, zahlung per express kaufabwicklung, express checkout zahlung, websitezahlung, website zahlung, handyzahlung, allgemeine zahlung",
      "zahlung im einzugsverfahren mit zahlungsrechnung, abonnementzahlung, ebay auktionszahlung, zahlung erhalten",
      "paiement, paiement express checkout, paiement sur site marchand, paiement mobile, paiement general, paiement par abonnement",
      "pago, pago express checkout, pago en sitio web, pago general, pagamento, pagamento express checkout, pagamento su sito web",
    ]),
    ...meaning("return", [
      "payment refund, refund, payment reversal, chargeback, partial refund, ruckzahlung, zahlungsruckbuchung, remboursement",
      "remboursement de paiement, reembolso, reembolso de pago, rimborso, rimborso del pagamento",
    ]),
    ...meaning("not_goods", [
      "general withdrawal, withdrawal, bank deposit to pp account, general currency conversion, currency conversion",
      "account hold for open authorization, reversal of general account hold, hold on balance for dispute investigation",
      "cancellation of hold for dispute resolution, fee, fees, chargeback fee, mass pay payment, authorization, order, payment hold",
      "payment release, transfer, transfer to bank, general credit card deposit, user initiated withdrawal, postage payment",
      "bill payment, shipping label, general card deposit, reserve hold, reserve release, partner fee, void of authorization",
      "allgemeine abbuchung, abbuchung, bankgutschrift auf paypal konto, allgemeine wahrungsumrechnung, wahrungsumrechnung",
      "einbehaltung fur offene autorisierung, ruckbuchung allgemeiner einbehaltung, autorisierung, gebuhr, sammelzahlung, bestellung",
      "virement, virement standard, conversion de devise, retrait, retirada, conversion de divisa, prelievo, conversione di valuta",
    ]),
  },
  statuses: {
    completed: "sale",
    partiallyrefunded: "sale",
    // The refund has its own row.
    refunded: "sale",
    reversed: "sale",
    teilweiseruckerstattet: "sale",
    ruckerstattet: "sale",
    abgeschlossen: "sale",
    offen: "unpaid",
    pending: "unpaid",
    unclaimed: "unpaid",
    held: "unpaid",
    denied: "failed",
    abgelehnt: "failed",
    termine: "sale",
    completado: "sale",
    completato: "sale",
  },
  totalHolds: ["shipping"],
};

function meaning<Word extends string>(word: Word, lists: readonly string[]): Record<string, Word> {
  const names = lists.flatMap((list) => list.split(",")).map((each) => each.replace(/[^a-z]/g, ""));
  return Object.fromEntries(names.map((each) => [each, word]));
}
