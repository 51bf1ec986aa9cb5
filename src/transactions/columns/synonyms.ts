import type { MappingField } from "./plan";

/**
 * Names under which shops export each field, best first, as `normalisedName` writes them: UCI, Shopify, WooCommerce,
 * Magento, Amazon, Stripe, Olist and cash registers; English, German, French, Spanish, Italian, Dutch.
 */
export const synonyms: Record<MappingField, readonly string[]> = {
  customer_id:
    words(`customerid customernumber customerno custid customercode customerkey clientid clientcode userid
    customeruserid buyerid memberid shopperid accountid contactid loyaltyid householdkey customeruniqueid customer
    client user buyer kundennummer kundennr kundenid kunde numeroclient idclient codeclient noclient idcliente cliente
    codigocliente codicecliente klantnummer klantid klant customeremail buyeremail billingemail email emailaddress
    customername buyername visitorid`),
  order_id:
    words(`invoiceno orderid ordernumber orderno invoice invoicenumber invoiceid order incrementid amazonorderid
    transactionid transactionno transaction receiptid receiptno receipt basketid saleid ticketid billno chargeid
    paymentintentid bestellnummer auftragsnummer rechnungsnummer rechnungsnr bestellnr belegnummer bonnummer bestellung
    numerocommande nocommande commande idcommande numerofacture facture numeropedido pedido factura numeroordine ordine
    fattura ordernummer factuurnummer ordername name id`),
  order_datetime:
    words(`invoicedate orderdate orderdatetime datetime purchasedate createdat orderpurchasetimestamp
    transactiondate saledate salesdate datecreated ordercreatedat ordertimestamp timestamp createdutc created paidat
    processedat date orderedat orderedon purchasedat invoicedatetime transactiontime time day bestelldatum
    rechnungsdatum auftragsdatum kaufdatum belegdatum datum datecommande datedecommande datefacture dateachat datedachat
    fechapedido fecha dataordine data besteldatum factuurdatum`),
  product_id:
    words(`stockcode productid sku itemid productcode productsku lineitemsku itemsku itemcode articleid
    articlenumber asin variantid variantsku upc ean gtin materialid artikelnummer artikelnr artikelid produktid
    produktnummer codearticle codeproduit refproduit referenceproduit reference idproducto codigoproducto idprodotto
    codiceprodotto productnummer product item article artikel produkt produit producto prodotto productname lineitemname
    itemname producttitle description`),
  quantity:
    words(`quantity qty lineitemquantity quantitypurchased qtyordered quantityordered orderquantity itemquantity
    units unitssold unitsordered numberofitems items menge anzahl stuckzahl stuck quantite qte cantidad quantita aantal`),
  unit_price:
    words(`unitprice price lineitemprice priceperunit itemprice productprice unitcost saleprice sellingprice
    priceeach baseprice retailprice einzelpreis stuckpreis preis verkaufspreis prixunitaire prix pu preciounitario precio
    prezzounitario prezzo stukprijs prijs`),
  order_total:
    words(`ordertotal linetotal totalprice totalamount grandtotal total amount totalsales ordervalue
    orderamount totalvalue lineamount amountspent netamount grossamount netsales revenue sales paymentvalue subtotal value
    spend gesamtbetrag gesamtsumme gesamtpreis betrag summe gesamt umsatz montanttotal montant totalttc totalht
    chiffredaffaires importe importetotal importo totale totaalbedrag bedrag totaal`),
  country:
    words(`country shippingcountry shipcountry shippingaddresscountry deliverycountry billingcountry countrycode
    customercountry countryname land lieferland pays pais paese nazione`),
};

/** A column's name without case, accents, spaces and punctuation, so that `Invoice_No` and `invoice no` are one. */
export function normalisedName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function words(list: string): string[] {
  return list.split(/\s+/);
}
