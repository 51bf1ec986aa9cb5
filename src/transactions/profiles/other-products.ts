import { normalisedName } from "../columns/synonyms";

/** Product names that are none: shipping charges, tips, gift cards, and the payment itself. */
const words = new Set(
  `shipping,shipping cost,shipping costs,shipping fee,shipping charge,delivery,delivery fee,delivery charge,postage,freight,
  versand,versandkosten,porto,lieferkosten,frais de port,frais de livraison,livraison,gastos de envío,envío,spedizione,
  spese di spedizione,verzendkosten,frete,wysyłka,koszt wysyłki,frakt,fragt,doprava,poštovné,kargo,payment,card payment,cash payment,
  payment received,billing,zahlung,kartenzahlung,barzahlung,paiement,pago,pagamento,betaling,betalning,płatność,platba,maksu,ödeme,оплата,
  доставка,送料,运费,運費,배송비,tip,tips,gratuity,trinkgeld,pourboire,propina,mancia,fooi,dricks,gift card,gift cards,gift certificate,
  geschenkgutschein,geschenkkarte,carte cadeau,chèque cadeau,tarjeta regalo,buono regalo,cadeaubon,presentkort,gavekort,karta podarunkowa`
    .split(",")
    .map(normalisedName),
);

/**
 * Whether a product is shipping, a tip, a gift card or a payment, whatever number, amount or carrier stands behind it:
 * `SHIPPING4`, "Versandkosten (DHL)", "Gift card £50".
 */
export function isOtherProduct(name: string): boolean {
  const text = name.trim();
  if (text === "") return false;
  const bare = text.replace(/\s*[(:[–—|-].*$/, "").replace(/\s*[£€$]?\s*\d[\d.,]*\s*[£€$]?$/, "");
  return words.has(normalisedName(text)) || (bare !== "" && words.has(normalisedName(bare)));
}
