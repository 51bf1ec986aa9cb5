import { describe, expect, test } from "bun:test";
import { profiles } from "../../../src/transactions/profiles/all-profiles";
import { meaningOf } from "../../../src/transactions/profiles/meaning-of-words";
import { isNobody } from "../../../src/transactions/profiles/nobody";
import { meanings } from "../../../src/transactions/profiles/profile";

const byId = new Map(profiles.map((profile) => [profile.id, profile]));

describe("a status means", () => {
  test.each([
    [
      "sale",
      "Completed, wc-processing, PAID, Partially Refunded, partially_refunded, Shipped, Livré, Zugestellt, Enviado",
    ],
    [
      "sale",
      "Spedito, Verzonden, wysłane, Skickad, Leveret, Odesláno, teslim edildi, доставлен, Concluído, Order Completed",
    ],
    [
      "cancelled",
      "canceled, Cancelled, wc-cancelled, VOIDED, Annulé, Annulée, Storniert, Anulado, Annullato, Geannuleerd",
    ],
    ["cancelled", "Anulowane, Annulleret, Zrušeno, İptal edildi, iptal, Declined, отменён"],
    [
      "failed",
      "failed, wc-failed, Payment error, Erreur de paiement, Fehlgeschlagen, Error en pago, Błąd płatności, chargeback",
    ],
    [
      "unpaid",
      "pending, Pending payment, pending_payment, On hold, wc-on-hold, unpaid, expired, En attente de paiement",
    ],
    [
      "unpaid",
      "Zahlung ausstehend, Pendiente de pago, In attesa di pagamento, oczekuje na płatność, oczekuje na platnosc, ödeme bekleniyor",
    ],
    [
      "refunded",
      "Refunded, fully refunded, Remboursé, Erstattet, Reembolsado, Rimborsato, Terugbetaald, zwrócone, iade edildi, Returned",
    ],
    [
      "draft",
      "draft, Quotation, Quotation Sent, checkout-draft, trash, Devis, Angebot, Presupuesto, abandoned cart",
    ],
  ] as const)("%s: %s", (meaning, words) => {
    for (const word of words.split(", ")) expect([word, meaningOf(word, "status")]).toEqual([word, meaning]);
  });

  test("nothing that is sure where systems differ or nobody knows the word", () => {
    for (const word of ["closed", "open", "new", "sent", "", "A1", "layby", "blue"]) {
      expect([word, meaningOf(word, "status")]).toEqual([word, null]);
    }
  });

  test("what the system says where it uses a word of its own", () => {
    expect(meaningOf("Closed", "status", byId.get("magento-grid"))).toBe("refunded");
    expect(meaningOf("CLOSED", "status", byId.get("lightspeed"))).toBe("sale");
    expect(meaningOf("sent", "status", byId.get("odoo"))).toBe("draft");
    expect(meaningOf("sent", "status", byId.get("xero"))).toBe("sale");
    expect(meaningOf("Awaiting Payment", "status")).toBe("unpaid");
    expect(meaningOf("Awaiting Payment", "status", byId.get("xero"))).toBe("sale");
    expect(meaningOf("0", "status", byId.get("opencart"))).toBe("draft");
    expect(meaningOf("constructor", "status", byId.get("opencart"))).toBeNull();
  });
});

describe("a kind of row means", () => {
  test.each([
    ["sale", "purchase, Sale, order, transaction, line_item, Verkauf, vente, compra"],
    ["return", "return, Refund, credit note, Credit Memo, Gutschrift, avoir, nota de crédito, Storno"],
    [
      "browsing",
      "view, page_view, add_to_cart, remove_from_cart, wishlist, fav, pv, search, click, impression",
    ],
    [
      "not_goods",
      "shipping, tax, fee, payment, tip, Gift Card, discount, adjustment, payout, deposit, rounding, summary",
    ],
    ["draft", "quotation, Angebot, estimate"],
  ] as const)("%s: %s", (meaning, words) => {
    for (const word of words.split(", "))
      expect([word, meaningOf(word, "row_type")]).toEqual([word, meaning]);
  });

  test("other than the same word as a status", () => {
    expect(meaningOf("refund", "status")).toBe("refunded");
    expect(meaningOf("refund", "row_type")).toBe("return");
    expect(meaningOf("Sale", "row_type", byId.get("lightspeed"))).toBe("not_goods");
  });
});

test("every word of every profile has one of the meanings", () => {
  const known = new Set<string>(meanings);
  for (const { statuses, rowTypes } of profiles) {
    for (const meaning of Object.values({ ...statuses, ...rowTypes })) expect(known.has(meaning)).toBeTrue();
  }
});

describe("nobody is", () => {
  test("an id that a program writes for none", () => {
    for (const text of [
      "",
      "NA",
      "\\N",
      "\\\\N",
      "NULL",
      "nan",
      "-",
      "--",
      "#N/A",
      "(not set)",
      "(none)",
      "k.A.",
      "n/d",
      "<NA>",
      "Unknown",
    ]) {
      expect([text, isNobody(text)]).toEqual([text, "missing"]);
    }
  });

  test("an id that a shop or a till writes for a guest", () => {
    const guests = [
      "0",
      "-1",
      "guest",
      "Guest Customer",
      "NOT LOGGED IN",
      "not_logged_in",
      "WALKIN",
      "walk-in customer",
      "Laufkunde",
    ];
    const abroad = [
      "Gast",
      "Invité",
      "invitado",
      "Ospite",
      "Barverkauf",
      "Cash  Customer",
      "consumidor final",
      "misafir",
      "гость",
    ];
    for (const text of [
      ...guests,
      ...abroad,
      "guest@shop.example",
      "No-Reply@shop.example",
      "noemail@pos.example",
    ]) {
      expect([text, isNobody(text)]).toEqual([text, "guest"]);
    }
  });

  test("a word of the profile for a guest, however it is written", () => {
    expect(isNobody("Tresen-Kunde")).toBeNull();
    expect(isNobody("Tresen-Kunde", ["tresenkunde"])).toBe("guest");
  });

  test("but not an id that only looks a little like one", () => {
    for (const text of [
      "1",
      "10",
      "17850",
      "007",
      "00042",
      "N. A.",
      "Anna Guest",
      "Nan Li",
      "ann@example.com",
      "guesthouse@example.com",
      "CUST-0",
    ]) {
      expect([text, isNobody(text)]).toEqual([text, null]);
    }
  });
});

test("a state that waits for a way of paying is not paid", () => {
  for (const word of [
    "Awaiting bank wire payment",
    "Warten auf Überweisung",
    "Wacht op bankoverschrijving",
    "Oczekiwanie na płatność przelewem",
    "En attente du paiement par virement",
  ])
    expect([word, meaningOf(word, "status")]).toEqual([word, "unpaid"]);
  expect(meaningOf("Awaiting shipment", "status")).toBe("sale");
});
