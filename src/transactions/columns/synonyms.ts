import type { Role } from "./roles";

/**
 * Names under which shops export each field, best first, as `normalisedName` writes them: UCI, Shopify, WooCommerce,
 * Magento, Amazon, Stripe, Olist and cash registers; English, German, French, Spanish, Italian, Dutch, Portuguese, the
 * Scandinavian and Slavic languages, Finnish, Hungarian, Greek and Turkish. Where two names fit, the earlier one wins.
 */
export const synonyms: Readonly<Partial<Record<Role, readonly string[]>>> = {
  customer_id:
    words(`customerid customernumber customerno custid customercode customerkey clientid clientcode userid
    customeruserid buyerid memberid shopperid accountid contactid loyaltyid householdkey customeruniqueid
    customer client user buyer kundennummer kundennr kundenid kunde numeroclient idclient codeclient noclient
    idcliente cliente codigocliente codicecliente klantnummer klantid klant codcliente nrocliente clienteid
    idklienta klient kundnummer asiakasnumero musterino musteriid zakaznik kupujacy nabywca idkupujacego kundid
    kundnr ostaja asiakas comprador vevo vasarlo покупатель клиент πελατης kaufer besteller auftraggeber debitor
    debitorennummer soldto soldtoparty selltocustomerno billtocustomerno userpseudoid shopperreference
    retailername consumername alici odberatel kupac cumparator kober kopare koper 顧客番号 会員番号 会員id 購入者 注文者 注文者氏名
    注文者メールアドレス 购买者 买家 买家会员名 买家昵称 客户 客户编号 顾客 會員 買家 買家帳號 客戶 客戶編號 구매자 구매자명 구매자id 주문자 주문자명 주문자id 고객번호 고객명 고객id kupec
    narocnik klientas klients клієнт покупець клиенти العميل اسمالعميل الزبون לקוח שםלקוח ลูกค้า ชื่อลูกค้า
    ผู้ซื้อ kháchhàng tênkháchhàng pelanggan namapelanggan namapembeli pembeli customeremail buyeremail
    billingemail email emailaddress customername buyername visitorid subscriberid loyaltycardno
    loyaltycardnumber membercardno loyaltynumber acctno accountno personid patronid`),
  order_id:
    words(`invoiceno orderid ordernumber orderno invoice invoicenumber invoiceid order incrementid amazonorderid
    transactionid transactionno transaction receiptid receiptno receipt basketid saleid ticketid billno chargeid
    paymentintentid bestellnummer auftragsnummer rechnungsnummer rechnungsnr bestellnr belegnummer bonnummer
    bestellung numerocommande nocommande commande idcommande numerofacture facture numeropedido pedido factura
    numeroordine ordine fattura ordernummer factuurnummer saleorder salesorder docno documentnumber documentno
    voucherno zamowienie numerzamowienia tilausnumero ordrenummer objednavka siparisno nrzamowienia bestallning
    bestallningsnummer ordernr ordrenr ordreid cisloobjednavky numerodopedido idpedido rendelesszam номерзаказа
    заказ bestelnummer bestelnr orden numerodeorden ordennumero numarcomanda nrcomanda brojnarudzbe
    rendelesszama beleg fakturanummer faktura number code 注文番号 受注番号 订单编号 订单号 主订单编号 訂單編號 訂單號碼 주문번호 상품주문번호
    stevilkanarocila номерзамовлення замовлення номернапоръчка поръчка αριθμοςπαραγγελιας παραγγελια
    tellimusenumber tellimus uzsakymonumeris uzsakymas pasutijumanumurs pasutijums رقمالطلب رقمالفاتورة
    מספרהזמנה หมายเลขคำสั่งซื้อ mãđơnhàng nopesanan nomorpesanan pesanan ordername name id`),
  order_datetime:
    words(`invoicedate orderdate orderdatetime datetime purchasedate createdat orderpurchasetimestamp transactiondate
    saledate salesdate datecreated ordercreatedat ordertimestamp timestamp createdutc created date orderedat
    orderedon purchasedat invoicedatetime transactiontime time day bestelldatum rechnungsdatum auftragsdatum
    kaufdatum belegdatum datum datecommande datedecommande datefacture dateachat datedachat fechapedido fecha
    dataordine data besteldatum factuurdatum eventtime orderplaced placed placedat orderplacedat purchasetime
    transactionat datazamowienia datavenda datapedido fechacompra fechaventa orderdatum ordredato tilauspaiva
    tarih siparistarihi datasprzedazy orderdato bestallningsdatum kobsdato ostopaiva datumobjednavky
    datadopedido rendelesdatum датазаказа дата fechadeventa fechadelaorden datadodania fakturadatum datacomenzii
    datacomanda datumnarudzbe buchungsdatum verkaufsdatum datumbestellung dateissued saledateutc 注文日時 注文日 受注日
    受注日時 下单时间 订单创建时间 订单日期 订单付款时间 付款时间 日期 訂單日期 訂單成立日期 訂購日期 주문일시 주문일 주문일자 결제일 결제일시 날짜 datumnarocila датазамовлення
    датанапоръчка ημερομηνια ημερομηνιαπαραγγελιας kuupaev tellimusekuupaev uzsakymodata datums pasutijumadatums
    تاريخالطلب التاريخ תאריךהזמנה תאריך วันที่สั่งซื้อ วันที่ ngàyđặthàng ngày tanggalpesanan tanggal
    tarikhpesanan tarikh датазамовлення orderdt purchasedt transactiondt txndate txndt trxdate trandate
    transdate invdate orddate billdate soldat saledatetime soldon billedat processedat paidat paymentdate`),
  order_time:
    words(`time ordertime saletime transactiontime invoicetime purchasetime timeofday uhrzeit zeit bestellzeit heure
    heurecommande hora horapedido horaventa ora oraordine tijd klokkeslett tid czas godzina saat`),
  product_id:
    words(`stockcode productid sku itemid productcode productsku lineitemsku itemsku itemcode articleid articlenumber
    asin variantid variantsku upc ean gtin materialid artikelnummer artikelnr artikelid produktid produktnummer
    codearticle codeproduit refproduit referenceproduit reference idproducto codigoproducto idprodotto
    codiceprodotto productnummer product item article artikel produkt produit producto prodotto towar
    kodproduktu symbol varunummer varenummer vara vare tuote tuotekoodi kodzbozi vyrobek urun urunkodu produto
    codproduto cikkszam артикул товар productname lineitemname itemname producttitle description artnr varenr
    artikul cod kod 商品id 商品番号 商品コード 商品名 商品编号 商品编码 商家编码 商品名称 宝贝标题 商品編號 商品名稱 상품번호 상품코드 상품명 izdelek proizvod produs
    продукт προιον toode preke prece المنتج מוצר สินค้า sảnphẩm`),
  quantity:
    words(`quantity qty lineitemquantity quantitypurchased qtyordered quantityordered orderquantity itemquantity units
    unitssold unitsordered numberofitems items menge anzahl stuckzahl stuck quantite qte cantidad quantita
    aantal pcs pieces piece stk stck itemcount productcount numitems kpl szt ilosc mangd antal adet pecas pezzi
    piezas sztuk maara pocet mnozstvi miktar quantidade qtde qtd quant cant stuks stukken mennyiseg количество
    колво unidades unidade fakturiertemenge gelieferdemenge verkauftemenge aantalstuks itemamount kolicina kogus
    skaits kiekis 個数 数量 購入数量 购买数量 商品数量 宝贝总数量 數量 수량 주문수량 množstvo cantitate количина кількість ποσοτητα daudzums
    الكمية כמות จำนวน sốlượng jumlah kuantiti stevilo`),
  unit_price:
    words(`unitprice price lineitemprice priceperunit itemprice productprice saleprice sellingprice priceeach baseprice
    retailprice einzelpreis stuckpreis preis verkaufspreis prixunitaire prix pu preciounitario precio
    prezzounitario prezzo stukprijs prijs unitrate rate cenajednostkowa cenajednostkowabrutto
    cenajednostkowanetto cena styckpris stkpris enhedspris enhetspris pris yksikkohinta ahinta hinta
    jednotkovacena cenazakus birimfiyat birimfiyati fiyat precounitario preco valorunitario egysegar ar цена
    vkbrutto vknetto vk vkpreis cijena hind kaina pret pretunitar jedinicnacijena prezzovendita precodevenda
    preciodeventa 単価 商品単価 販売価格 单价 价格 商品单价 單價 商品單價 价 단가 판매가 판매가격 상품가격 apris stykpris cenaenote prețunitar preț
    ціна τιμη السعر سعرالوحدة מחיר ราคา đơngiá giá hargasatuan harga hargaseunit`),
  order_total:
    words(`ordertotal totalprice totalamount grandtotal total amount totalsales ordervalue orderamount totalvalue
    amountspent netamount grossamount netsales revenue sales paymentvalue subtotal value spend spent totalspent
    gesamtbetrag gesamtsumme gesamtpreis betrag summe gesamt umsatz montanttotal montant totalttc totalht
    chiffredaffaires importe importetotal importo totale totaalbedrag bedrag totaal suma kwota lacznie łacznie
    razem summa totalt totalsumma belopp belob belop yhteensa celkem castka tutar toplam toplamtutar valortotal
    montante vegosszeg osszeg сумма итого bruttobetrag grossvalue nettobetrag nettowert bruttowert netvalue
    faturalanacaktutar satistutari 請求金額 合計金額 合計 注文金額 订单金额 总金额 实付金额 实收金额 买家实际支付金额 买家应付货款 金额 訂單金額 總金額 買家總支付金額 결제금액
    총결제금액 주문금액 총금액 합계 сума المبلغ الإجمالي סכום סהכ ยอดรวม tổngtiền thànhtiền jumlahharga συνολο kokku viso
    kopā skupaj ukupno spolu`),
  line_total:
    words(`linetotal lineamount linevalue linesubtotal lineitemtotal itemtotal itemsubtotal rowtotal extendedprice
    extendedamount extprice positionssumme zeilensumme zeilenbetrag gesamtpreisposition totalligne montantligne
    totallinea importelinea totaleriga regeltotaal wartosc wartoscbrutto wartoscnetto radsumma radbelopp
    linjesum linjebelob riviyhteensa satirtoplami
    valorneto positionswert totaldelproducto 小計 小计 商品合計`),
  country:
    words(`country shippingcountry shipcountry shippingaddresscountry deliverycountry billingcountry countrycode
    customercountry countryname land lieferland pays pais paese nazione kraj maa zeme ulke orszag страна
    국가 国 国家 國家 zielland lieferlandcode`),
  status:
    words(`orderstatus financialstatus paymentstatus status statusname orderstate state bestellstatus auftragsstatus
    zahlungsstatus zustand etat statut estado estadopedido stato statoordine statusordine orderstatusid stan
    durum disposition stanzamowienia statuszamowienia tila stav siparisdurumu situacao allapot статус ステータス
    注文ステータス 受注ステータス 订单状态 訂單狀態 주문상태 estadodelaorden estadodelpago orderstatusname stavobjednavky stare κατασταση
    olek busena statuss حالةالطلب الحالة סטטוס สถานะ trạngthái`),
  payment_status:
    words(`paymentstatus financialstatus paymentstate paymentstatusname zahlungsstatus bezahlstatus zahlstatus estadodelpago estadopago
    estadodepago statutpaiement statutdupaiement etatpaiement statopagamento statodelpagamento situacaopagamento
    situacaodopagamento statuspagamento betaalstatus betalingsstatus betalningsstatus statusplatnosci odemedurumu
    stavplatby fizetesiallapot 支払状況 入金状況 付款状态 付款狀態 결제상태`),
  test_order: words("test istest testorder istestorder testmode sandbox demo livemode"),
  cancelled_at:
    words(`cancelledat canceledat cancelled canceled iscancelled iscanceled canceldate cancelleddate cancellationdate
    datecancelled voidedat voided isvoid void storniert storno isdeleted deletedat
    ordercancelled ordercanceled isordercancelled anulado anulada cancelado cancelada annule annulee annullato
    geannuleerd anulowane canceledon cancelledon cancelreason cancellationreason deletedon returned isreturned
    wasreturned orderreturned isreturn refunded isrefund isrefunded wasrefunded retourniert devuelto devuelta
    isvalid valid ispaid paid ispurchase purchased converted`),
  row_type:
    words(`eventtype rowtype linetype itemtype type transactiontype recordtype documenttype doctype eventname event
    behaviortype behavior action kind activity belegart vorgangsart operation ereignis evento evenement
    behaviour behaviourtype positionstyp postentyp zeilentyp zeilenart positionsart artikeltyp receipttype
    lineitemtype transactionkind typ tipo tipodedocumento tipodocumento typedeligne typededocument rodzaj typdokumentu 種別`),
  discount:
    words(`discount discountamount discountpercent discountpercentage discountrate discountvalue linediscount
    itemdiscount lineitemdiscount totaldiscount orderdiscount rabatt rabattbetrag remise descuento desconto
    sconto korting rabat markdown couponamount promotionamount itempromotiondiscount alennus sleva indirim
    kedvezmeny скидка nachlass preisnachlass ermassigung reduction disc discpct discpercent discamt discountpct
    discamount rabais`),
  refund:
    words(`refundedamount amountrefunded refundamount totalrefunded refunded refund refunds refundtotal erstattet
    erstattungsbetrag rembourse montantrembourse reembolso reembolsado rimborso`),
  returned_quantity:
    words(`returnedquantity quantityreturned qtyreturned returnedqty quantityrefunded qtyrefunded refundedquantity
    retourmenge unitsreturned`),
  currency:
    words(`currency currencycode ordercurrency currencyiso presentmentcurrency wahrung waehrung devise moneda moeda
    valuta monnaie curr ccy paymentcurrency valuuta mena parabirimi penznem валюта
    waluta wahrg 通貨 币种 幣別 통화 penznem devizanem`),
  exchange_rate: words("exchangerate currencyrate fxrate conversionrate ratetobase wechselkurs tauxdechange"),
  email:
    words(`email customeremail billingemail emailaddress buyeremail contactemail useremail clientemail mail
    emailbilling shippingemail customermail correo courriel adressemail emailadresse
    epost epostadress epostadresse eposta epostaadresi sahkoposti sahkopostiosoite adresemail emailklienta indirizzoemail`),
  customer_name:
    words(`customername buyername billingname clientname fullname billtoname recipientname contactname kundenname
    nomclient nombrecliente nomecliente shippingname`),
  product_name:
    words(`productname itemname lineitemname description producttitle title itemtitle itemdescription
    artikelbezeichnung bezeichnung designation nombreproducto descripcion descrizione omschrijving`),
  tax: words("tax taxes vat gst taxamount salestax totaltax mwst tva iva btw moms"),
  shipping:
    words(`shipping shippingcost shippingamount shippingprice shippingtotal freight freightvalue postage deliveryfee
    shippingandhandling ordershipping shippingcharge shippingcharges shippingfee shippingpricegross shippingtotalgross delcost deliverycost
    deliverycharge deliverycharges shippingincl shippingexcl versandbetrag portokosten costodeenvio costoenvio gastosenvio versandkosten versand fraisdeport livraison envio gastosdeenvio spedizione
    kosztwysylki kosztdostawy frakt fragt toimituskulut postovne doprava kargo frete szallitas доставка`),
  exported_at:
    words(`exportedat exportdate exporttime exportedon exportfile exportid extractedat extractdate extractiondate
    snapshotdate snapshotat loadedat loaddate loadtimestamp importedat importdate batchid batchdate ingestedat
    ingestiondate sourcefile filename downloadedat dumpdate reportdate`),
};

/** Whether a word alone is a well-known name of a column. */
export function isNameOfColumn(word: string): boolean {
  const name = normalisedName(word);
  return Object.values(synonyms).some((names) => names.includes(name));
}

/** A column's name without case, accents, spaces and punctuation: `Invoice_No` and `invoice no` are the same. */
export function normalisedName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function words(list: string): string[] {
  return list.split(/\s+/).map(normalisedName);
}
