import type { Meaning } from "./profile";

/**
 * Words for order and payment states that mean the same everywhere: English, German, French, Spanish, Italian,
 * Portuguese, Dutch, Polish, Swedish, Danish, Norwegian, Finnish, Czech, Hungarian, Romanian, Turkish, Russian. Words
 * whose meaning varies between systems, such as "closed", "open", "new" and "sent", are left out: without a profile we
 * ask about them.
 */
export const statusWords: Readonly<Partial<Record<Meaning, string>>> = {
  sale: `
    paid, fully paid, partially paid, partly paid, partial payment, payment accepted, payment received, payment complete,
    payment completed, accepted, remote payment accepted, authorized, authorised, authorization accepted, approved, confirmed,
    captured, settled, cleared, succeeded, success, successful, complete, completed, done, finished, fulfilled,
    partially fulfilled, unfulfilled, processing, in process, in progress, processing in progress, preparation in progress,
    being prepared, preparing, picking, packed, packing, ready, ready to ship, ready for shipping, ready for pickup,
    ready for collection, awaiting shipment, awaiting fulfillment, awaiting fulfilment, awaiting pickup, awaiting dispatch,
    to ship, unshipped, backordered, on backorder, shipping, shipped, partially shipped, partial shipment, dispatched, despatched,
    in transit, out for delivery, delivered, partially delivered, collected, picked up, received, invoiced, partially invoiced,
    billed, sold, purchased, partially refunded, partial refund, partially returned, refunded partially, active order
    bezahlt, teilweise bezahlt, teilbezahlt, zahlung erhalten, zahlung eingegangen, zahlung akzeptiert, zahlung angenommen,
    autorisiert, bestätigt, abgeschlossen, erledigt, fertig, in bearbeitung, wird bearbeitet, in vorbereitung, wird vorbereitet,
    verarbeitung läuft, versandbereit, versandfertig, versand in vorbereitung, versendet, versandt, verschickt, teilweise versendet,
    teilweise versandt, teilversendet, unterwegs, zugestellt, geliefert, ausgeliefert, teilweise geliefert, teilgeliefert, abgeholt,
    abholbereit, fakturiert, berechnet, verkauft, teilweise erstattet, teilerstattet, teilweise zurückerstattet, teilweise retourniert
    payé, payée, payées, réglé, réglée, partiellement payé, partiellement payée, paiement accepté, paiement reçu,
    paiement à distance accepté, autorisé, autorisée, approuvé, confirmé, confirmée, terminé, terminée, achevée, finalisée, en cours,
    en cours de traitement, en traitement, traitement en cours, en préparation, en cours de préparation, préparation en cours,
    prêt à expédier, expédié, expédiée, partiellement expédiée, en cours de livraison, en transit, en livraison, livré, livrée,
    partiellement livrée, retirée, facturé, facturée, vendu, partiellement remboursé, partiellement remboursée,
    remboursement partiel, remboursée partiellement
    pagado, pagada, parcialmente pagado, pago aceptado, pago recibido, pago a distancia aceptado, autorizado, aprobado, confirmado,
    completado, completada, finalizado, finalizada, terminado, procesando, en proceso, en curso, en preparación,
    preparación en curso, preparación en proceso, preparado, listo para enviar, enviado, enviada, parcialmente enviado, en tránsito,
    en camino, en reparto, entregado, entregada, recogido, facturado, facturada, vendido, parcialmente reembolsado,
    reembolsado parcialmente, reembolso parcial
    pagato, pagata, parzialmente pagato, pagamento accettato, pagamento ricevuto, pagamento remoto accettato, autorizzato, approvato,
    confermato, confermata, completato, completata, concluso, in lavorazione, in elaborazione, in preparazione,
    preparazione in corso, pronto per la spedizione, spedito, spedita, parzialmente spedito, in transito, in consegna, consegnato,
    consegnata, ritirato, fatturato, fatturata, venduto, parzialmente rimborsato, rimborsato parzialmente, rimborso parziale
    pago, paga, pagamento aceito, pagamento aprovado, pagamento confirmado, aprovado, aprovada, concluído, concluída, finalizada,
    processando, em processamento, em andamento, em preparação, em separação, pronto para envio, em transporte, em trânsito,
    a caminho, entregue, faturado, faturada, reembolsado parcialmente, parcialmente reembolsado
    betaald, gedeeltelijk betaald, betaling aanvaard, betaling geaccepteerd, betaling ontvangen, goedgekeurd, bevestigd, voltooid,
    afgerond, afgehandeld, in behandeling genomen, wordt verwerkt, verwerken, in verwerking, in voorbereiding, wordt voorbereid,
    klaar voor verzending, verzonden, gedeeltelijk verzonden, onderweg, geleverd, afgeleverd, bezorgd, opgehaald, gefactureerd,
    verkocht, gedeeltelijk terugbetaald, deels terugbetaald
    opłacone, opłacony, opłacona, zapłacone, zapłacono, płatność zaakceptowana, płatność przyjęta, zatwierdzone, potwierdzone,
    zrealizowane, zrealizowany, zakończone, ukończone, w realizacji, w trakcie realizacji, przetwarzane, w przygotowaniu, spakowane,
    gotowe do wysyłki, wysłane, wysłany, w drodze, dostarczone, dostarczony, odebrane, zafakturowane, sprzedane,
    częściowo zwrócone, częściowy zwrot
    betald, betalt, delvis betald, delvist betalt, delvis betalt, bekräftad, bekræftet, bekreftet, godkänd, godkendt, godkjent,
    slutförd, klar, färdig, färdigbehandlad, färdigställd, behandlas, bearbetas, behandles, under behandling, under behandling hos os,
    gennemført, fuldført, fullført, afsluttet, avsluttet, färdig att skicka, klar til afsendelse, skickad, skickat, levererad,
    levererat, afsendt, sendt, leveret, levert, hämtad, afhentet, hentet, fakturerad, faktureret, fakturert, delvis återbetald,
    delvist refunderet, delvis refundert
    maksettu, vahvistettu, valmis, käsittelyssä, käsitellään, lähetetty, toimitettu, noudettu, laskutettu, osittain hyvitetty
    zaplaceno, zaplacená, uhrazeno, uhrazená, potvrzeno, potvrzená, přijato, dokončeno, dokončená, vyřízeno, vyřízená, vyřizuje se,
    zpracovává se, zpracováno, připraveno k odeslání, odesláno, odeslaná, expedováno, na cestě, doručeno, doručená, vyzvednuto,
    fakturováno, prodáno, částečně vráceno, zaplatené, odoslané, doručené, dokončené
    fizetve, kifizetve, teljesítve, teljesített, feldolgozás alatt, kiszállítva, átadva, plătit, plătită, finalizată, finalizat,
    în procesare, expediat, expediată, livrat, livrată
    ödendi, ödeme onaylandı, ödeme alındı, ödeme kabul edildi, onaylandı, tamamlandı, hazırlanıyor, işleniyor, sipariş hazırlanıyor,
    kargoya verildi, kargolandı, gönderildi, yolda, teslim edildi, faturalandı, kısmi iade, kısmen iade edildi
    оплачен, оплачено, оплачена, подтвержден, подтверждён, выполнен, выполнено, завершен, завершён, завершено, в обработке,
    обрабатывается, в пути, отправлен, отправлено, доставлен, доставлено, получен
    fully charged, partially charged, completed shipped, paid in full, sales order, sale order, active, charged,
    発送済, 発送済み, 発送済・未完了, 処理済, 処理済み, 完了, 入金済, 入金済み, 支払済, 支払済み, 発送待ち, 発送準備中, 新規受付, 取引完了,
    交易成功, 已完成, 已付款, 已发货, 待发货, 卖家已发货, 买家已付款, 等待卖家发货, 已签收, 已出貨, 待出貨, 已送達, 已送达, 訂單完成,
    배송완료, 결제완료, 구매확정, 배송중, 배송준비중, 상품준비중, 거래완료
    recibido, recibida, cobrado, cobrada, acreditado, acreditada,
    vybavená, vybavené, isporučeno, plaćeno, završeno, odposlano, plačano, zaključeno, виконано, сплачено, оплачено, відправлено, доставлено, изпълнена, платена, изпратена, доставена, ολοκληρώθηκε, πληρώθηκε, απεστάλη, παραδόθηκε, täidetud, makstud, saadetud, įvykdytas, apmokėtas, išsiųstas, pabeigts, apmaksāts, nosūtīts, مكتمل, تم الدفع, تم الشحن, تم التوصيل, מושלם, הושלם, שולם, נשלח, สำเร็จ, ชำระเงินแล้ว, จัดส่งแล้ว, hoàn thành, đã thanh toán, đã giao, selesai, dibayar, dikirim
  `,
  refunded: `
    refunded, fully refunded, full refund, refund, refund completed, refund issued, returned, return completed, return to sender,
    returned to sender, returned to seller, sent back, reversed, money back
    erstattet, vollständig erstattet, rückerstattet, zurückerstattet, erstattung, rückerstattung, gutgeschrieben, retourniert, retoure,
    zurückgesendet, zurückgegeben, zurückgeschickt, rückgabe
    remboursé, remboursée, remboursement, entièrement remboursée, retourné, retournée, retour
    reembolsado, reembolsada, reembolso, devuelto, devuelta, devolución, totalmente reembolsado
    rimborsato, rimborsata, rimborso, reso, restituito, restituita
    devolvido, devolvida, estornado, estornada, devolução, estorno
    terugbetaald, geretourneerd, terugbetaling, retour gezonden
    zwrócone, zwrot, zwrot pieniędzy, zwrócono, zwrot środków
    återbetald, återbetalad, återbetalning, returnerad, refunderet, refunderad, refundert, tilbagebetalt, tilbakebetalt, returneret,
    returnert, hyvitetty, palautettu
    vráceno, vrácená, refundováno, vratka, dobropisováno, vrátené, visszatérítve, visszaküldve, rambursat, rambursată, returnat
    iade, iade edildi, iade tamamlandı, geri ödendi, para iadesi
    возврат, возвращен, возвращён, возвращено
    返品, 返金, 返金済, 返金済み, 已退款, 退款成功, 退货, 已退货, 已退貨, 退款完成, 환불, 환불완료, 반품, 반품완료, reintegrado, reintegrada,
    vraćeno, vrnjeno, повернено, повернення, възстановена, επιστράφηκε, tagastatud, grąžintas, atgriezts, مسترد, مرتجع, הוחזר, คืนเงิน, คืนเงินแล้ว, đã hoàn tiền, dikembalikan
  `,
  cancelled: `
    cancelled, canceled, cancel, cancelled by customer, cancelled by buyer, cancelled by seller, cancellation, cancelled order,
    canceled order, void, voided, annulled, declined, rejected, denied, refused, deleted, removed, cancelled by admin, not accepted
    storniert, storno, abgebrochen, annulliert, abgelehnt, gelöscht, widerrufen
    annulé, annulée, annulation, refusé, refusée, rejeté, rejetée, supprimé, supprimée
    cancelado, cancelada, anulado, anulada, rechazado, rechazada, denegado, denegada, eliminado
    annullato, annullata, cancellato, cancellata, rifiutato, rifiutata, respinto
    recusado, recusada, rejeitado, negado
    geannuleerd, geweigerd, afgewezen, geannuleerde bestelling, verwijderd
    anulowane, anulowany, anulowana, odrzucone, odrzucony, usunięte
    avbruten, avbruten order, makulerad, annullerad, avbeställd, nekad, annulleret, afvist, kansellert, avlyst, avvist, avbrutt
    peruttu, peruutettu, hylätty
    zrušeno, zrušená, zrušené, stornováno, stornovaná, zamítnuto, törölve, lemondva, elutasítva, visszavonva, anulat, anulată,
    respins, respinsă
    iptal, iptal edildi, iptal edilmiş, reddedildi
    отменен, отменён, отменено, отменена, отклонен, отклонён
    キャンセル, キャンセル確定, キャンセル済, キャンセル済み, 取消, 已取消, 取消済, 交易关闭, 订单取消, 已關閉, 不成立, 취소, 취소완료, 주문취소,
    stornovaná, otkazano, preklicano, скасовано, скасований, отказана, анулирана, ακυρώθηκε, ακυρωμένη, tühistatud, atšauktas, atcelts, ملغي, ملغى, בוטל, מבוטל, ยกเลิก, ยกเลิกแล้ว, đã hủy, dibatalkan, batal
  `,
  failed: `
    failed, failure, fail, failed payment, payment failed, payment error, payment failure, payment declined, error, chargeback,
    charged back, charge back, fraud, fraudulent, suspected fraud, payment reversed, bounced, delivery failed
    fehlgeschlagen, zahlung fehlgeschlagen, zahlungsfehler, fehler, fehler bei der bezahlung, gescheitert, rückbelastung, betrug
    échoué, échouée, échec, échec du paiement, erreur de paiement, erreur, paiement échoué, paiement refusé, rétrofacturation
    fallido, fallida, error en pago, error en el pago, error de pago, pago fallido, pago rechazado, contracargo
    fallito, fallita, non riuscito, errore di pagamento, errore, pagamento fallito, pagamento rifiutato
    falhado, falhou, falha, erro de pagamento, pagamento recusado, malsucedido, chargeback recebido
    mislukt, betaling mislukt, betalingsfout, fout bij betaling
    nieudane, nieudany, błąd, błąd płatności, płatność nieudana, niepowodzenie
    misslyckad, misslyckades, mislykket, mislykkedes, betalingsfejl, betalingsfeil, betalningsfel, feilet, epäonnistunut
    neúspěšné, neúspěšná, chyba platby, selhalo, platba selhala, zlyhalo, sikertelen, eșuat, eșuată, eroare la plată
    başarısız, ödeme hatası, hata, ödeme başarısız
    ошибка, ошибка оплаты, не удался, не удалось
  `,
  unpaid: `
    unpaid, not paid, never paid, pending, pending payment, payment pending, awaiting payment, awaiting check payment, awaiting cheque payment,
    awaiting bank wire payment, awaiting bank transfer, awaiting paypal payment, awaiting authorization, waiting for payment,
    waiting payment, payment due, payment required, due, overdue, past due, on hold, hold, held, on-hold, expired, lapsed, timed out,
    timeout, payment review, backorder not paid, uncollectible
    unbezahlt, nicht bezahlt, offen unbezahlt, ausstehend, zahlung ausstehend, ausstehende zahlung, warten auf zahlung,
    wartet auf zahlung, warte auf zahlung, in wartestellung, zahlungseingang ausstehend, warten auf zahlungseingang, abgelaufen,
    warten auf scheckzahlung, warten auf überweisung, überfällig, vorkasse ausstehend
    impayé, impayée, non payé, non payée, en attente, en attente de paiement, attente paiement, attente de paiement,
    en attente du paiement par chèque, en attente de paiement par chèque, en attente de virement bancaire, en attente virement bancaire,
    en attente du paiement par virement bancaire, en attente de paiement paypal, expiré, expirée, en retard
    impagado, impagada, no pagado, pendiente, pendiente de pago, pago pendiente, en espera, a la espera, en espera de pago,
    a la espera de pago, en espera de pago por cheque, en espera de pago por banco, en espera de pago por transferencia bancaria,
    esperando pago, vencido, expirado, caducado
    non pagato, non pagata, in attesa, in attesa di pagamento, in sospeso, pagamento in sospeso, in attesa di pagamento con assegno,
    in attesa di pagamento con bonifico bancario, attesa pagamento, sospeso, scaduto, scaduta
    não pago, pendente, pagamento pendente, aguardando pagamento, aguardando, em espera, a aguardar pagamento, expirada, vencida
    onbetaald, niet betaald, in afwachting, in de wacht, in afwachting van betaling, wacht op betaling, wachten op betaling,
    openstaand, openstaande betaling, verlopen
    nieopłacone, nieopłacony, niezapłacone, oczekujące, oczekuje na płatność, oczekujące na płatność, oczekiwanie na płatność,
    oczekuje na wpłatę, wstrzymane, wygasłe
    obetald, ej betald, väntande, väntar på betalning, inväntar betalning, vilande, pausad, utgången, ubetalt, ikke betalt, afventer,
    afventer betaling, venter, venter på betaling, avventer betaling, på vent, på hold, udløbet, utløpt
    maksamatta, odottaa, odottaa maksua, pidossa, vanhentunut
    nezaplaceno, nezaplacená, neuhrazeno, čeká na platbu, čekající, čeká na zaplacení, čekající na platbu, pozastaveno, vypršelo,
    nezaplatené, čaká na platbu, függőben, fizetésre vár, fizetésre váró, lejárt, neplătit, neplătită, în așteptare,
    așteaptă plata, în așteptarea plății, expirat
    ödenmedi, ödeme bekleniyor, ödeme bekliyor, beklemede, bekliyor, onay bekliyor, süresi doldu
    не оплачен, не оплачено, ожидает оплаты, ожидание оплаты, в ожидании, ожидает, на удержании, просрочен
    not charged, awaiting, 支払待ち, 入金待ち, 未入金, 支払い待ち, 待付款, 等待买家付款, 未付款, 尚未付款, 결제대기, 입금대기, 미결제, 미입금,
    neplaćeno, neplačano, не сплачено, неплатена, απλήρωτη, σε αναμονή πληρωμής, tasumata, maksmata, neapmokėtas, neapmaksāts, غير مدفوع, بانتظار الدفع, לא שולם, ממתין לתשלום, รอชำระเงิน, chưa thanh toán, chờ thanh toán, belum dibayar, menunggu pembayaran
  `,
  draft: `
    draft, quotation, quotation sent, quote, quote sent, quoted, proposal, estimate, proforma, pro forma, cart, basket, in cart,
    abandoned, abandoned cart, abandoned checkout, checkout draft, auto draft, trash, trashed, incomplete, parked, saved, test,
    initialized, created not placed
    entwurf, angebot, angebot versendet, warenkorb, abgebrochener warenkorb, kostenvoranschlag, papierkorb, unvollständig
    brouillon, devis, devis envoyé, panier, panier abandonné, corbeille, incomplète
    borrador, presupuesto, presupuesto enviado, cotización, cotización enviada, carrito, carrito abandonado, papelera, incompleto
    bozza, preventivo, preventivo inviato, carrello, carrello abbandonato, cestino
    rascunho, orçamento, carrinho, carrinho abandonado, lixeira
    concept, offerte, offerte verzonden, winkelwagen, prullenbak
    szkic, wersja robocza, oferta, koszyk, porzucony koszyk, kosz
    utkast, offert, tilbud, varukorg, kladde, indkøbskurv, kurv, papperskorg, luonnos, tarjous
    koncept, nabídka, košík, rozpracováno, piszkozat, vázlat, árajánlat, ciornă, ofertă, coș
    taslak, teklif, sepet, sepette
    черновик, корзина
  `,
};
