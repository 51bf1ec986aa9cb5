import type { Meaning, Profile } from "./profile";

const statuses: Readonly<Record<string, Meaning>> = {
  succeeded: "sale",
  blocked: "failed",
  incomplete: "unpaid",
  uncaptured: "unpaid",
  requirescapture: "unpaid",
  requiresaction: "unpaid",
  requiresconfirmation: "unpaid",
  requirespaymentmethod: "failed",
};

const columns = {
  customer_id: ["customerid"],
  order_id: ["id", "paymentintentid"],
  order_datetime: ["createdutc", "createddateutc", "created"],
  country: ["shippingaddresscountry", "cardissuecountry", "cardaddresscountry"],
  status: ["status"],
  email: ["customeremail"],
  customer_name: ["customername", "cardname", "customerdescription"],
  product_name: ["description"],
} satisfies Profile["columns"];

/** Payments → Export: a row a charge. The converted amounts are in the account's currency. */
export const stripeConverted: Profile = {
  id: "stripe",
  name: "Stripe, payments export",
  signatures: [
    {
      all: ["convertedamount", "convertedcurrency"],
      any: [["convertedamountrefunded", "amountrefunded", "createdutc", "createddateutc"]],
    },
  ],
  columns: {
    ...columns,
    order_total: ["convertedamount"],
    refund: ["convertedamountrefunded"],
    currency: ["convertedcurrency"],
  },
  absent: [
    "product_id",
    "unit_price",
    "quantity",
    "line_total",
    "discount",
    "tax",
    "shipping",
    "row_type",
    "exchange_rate",
  ],
  statuses,
  refund: { per: "order" },
  blankCustomerIsGuest: true,
};

/** The same without the converted columns: amounts in the currency of each charge. */
export const stripe: Profile = {
  ...stripeConverted,
  id: "stripe-charged",
  name: "Stripe, payments export without conversion",
  signatures: [
    {
      all: ["amountrefunded", "currency"],
      any: [
        ["createdutc", "createddateutc", "paymentintentid"],
        ["sellermessage", "statementdescriptor", "customerid", "customeremail", "captured", "cardid"],
      ],
      none: ["convertedamount"],
    },
  ],
  columns: { ...columns, order_total: ["amount"], refund: ["amountrefunded"], currency: ["currency"] },
};
