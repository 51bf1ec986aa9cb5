import type { Meaning } from "./profile";

/** Words of a column that says what kind each row is: goods, money back, money in, a page view. */
export const rowTypeWords: Readonly<Partial<Record<Meaning, string>>> = {
  sale: `
    sale, sales, purchase, purchased, buy, bought, order, orders, ordered, transaction, item, items, line, line item, order line,
    order item, sale line, product, products, simple, variable, variation, configurable, bundle, grouped, virtual,
    downloadable, digital, service, subscription, goods, article, physical, physical good,
    si, inv, custinvc, cash sale, cashsale, settled, captured, custom amount, custom item, invoice, sales invoice, sales order, sales receipt, receipt, charge, checkout completed, order completed,
    order placed, placed order, conversion, complete purchase
    verkauf, kauf, bestellung, auftrag, rechnung, position, artikel, produkt, ware, umsatz
    vente, achat, commande, facture, ligne, produit, venta, compra, pedido, factura, línea, producto, artículo, vendita, acquisto, ordine,
    fattura, riga, prodotto, articolo, venda, fatura, linha, produto, verkoop, aankoop, bestelling, factuur, regel, sprzedaż, zakup,
    zamówienie, faktura, produkt zwykły, försäljning, köp, beställning, vara, salg, køb, kjøp, bestilling, vare, prodej, nákup,
    objednávka, položka, zboží, satış, sipariş, alış, ürün, продажа, покупка, заказ, товар
  `,
  return: `
    return, returns, returned, return line, returned item, refund, refunds, refunded, refund line, partial refund, full refund,
    credit note, credit memo, creditmemo, creditnote, sales credit note, sales return, refund receipt, reversal, chargeback,
    cancellation, storno, stornierung, annulation, anulación, annullamento, annulering,
    sale return, refund sale, cancellation invoice, sc, crn, cn, custcred, cash refund, credit, rectificativa
    retoure, rückgabe, erstattung, rückerstattung, gutschrift, stornorechnung, rechnungskorrektur
    retour, remboursement, avoir, note de crédit, devolución, reembolso, nota de crédito, abono, factura rectificativa, reso,
    rimborso, nota di credito, nota di accredito, devolução, estorno, terugbetaling, creditnota, creditfactuur, zwrot, korekta,
    faktura korygująca, retur, återbetalning, kreditfaktura, kreditnota, tilbagebetaling, refusion, kreditnote, refundering,
    vratka, dobropis, vrácení, iade, iade faturası, возврат
  `,
  cancelled: `
    cancelled, canceled, cancel, void, voided, storniert, annulé, anulado, annullato, cancelado, geannuleerd, anulowane
  `,
  draft: `
    quotation, quote, estimate, proposal, draft, proforma, pro forma, abandoned checkout, angebot, devis, presupuesto, preventivo,
    offerte, kostenvoranschlag, oferta, nabídka, teklif
  `,
  browsing: `
    view, views, product view, view item, view product, viewed product, page view, pageview, pv, click, clicks, impression, impressions,
    ansicht, seitenaufruf, klick, warenkorb, vue, panier, vista, carrito, visualizzazione, carrello, visualização, carrinho,
    cart, add to cart, addtocart, add cart, added to cart, atc, remove from cart, removed from cart, view cart, begin checkout, checkout,
    checkout started, initiate checkout, add payment info, add shipping info, wishlist, add to wishlist, favorite, favourite, fav, like,
    search, session start, visit, scroll, login, sign up, register event, browse, detail, collect, share, first visit, user engagement,
    select item, view item list, view search results
  `,
  not_goods: `
    shipping, shipping line, shipping charge, delivery, delivery fee, postage, freight, tax, taxes, vat, sales tax, fee, fees,
    service fee, handling, handling fee, surcharge, payment, payments, card payment, tip, tips, gratuity, gift card,
    gift certificate, gift card sale, voucher, discount, discounts, coupon, promotion, adjustment, payout, transfer, deposit,
    withdrawal, g/l account, charge item, charge (item), sa, sp, rounding, rounding error, summary, subtotal, total, grand total, overpayment, prepayment, sales overpayment,
    sales prepayment, journal entry, expense, store credit, donation, note, comment, section, store fee, advertising
    versand, versandkosten, porto, steuer, mwst, gebühr, gebühren, zahlung, trinkgeld, gutschein, geschenkkarte, rabatt, anpassung,
    versandposition, versandart, zahlungsart, auszahlung, überweisung, einzahlung, rundung, summe, zwischensumme, gesamt, pfand
    livraison, frais de port, expédition, taxe, taxes et frais, tva, frais, paiement, pourboire, carte cadeau, bon cadeau, remise,
    ajustement, virement, acompte, arrondi, sous total
    envío, gastos de envío, impuesto, iva, comisión, cargo, pago, propina, tarjeta regalo, descuento, ajuste, transferencia, depósito,
    redondeo, resumen
    spedizione, spese di spedizione, imposta, commissione, pagamento, mancia, buono regalo, sconto, rettifica, bonifico, acconto,
    arrotondamento, totale
    frete, envio, imposto, taxa, gorjeta, desconto, transferência, verzending, verzendkosten, btw, belasting, kosten, betaling, fooi,
    cadeaubon, korting, afronding, totaal, wysyłka, dostawa, podatek, opłata, płatność, rabat, zaokrąglenie, frakt, moms, avgift,
    betalning, dricks, presentkort, avrundning, fragt, gebyr, drikkepenge, gavekort, afrunding, doprava, daň, dph, poplatek, platba,
    sleva, zaokrouhlení, kargo, vergi, kdv, ücret, ödeme, bahşiş, indirim, доставка, налог, оплата, скидка
  `,
};
