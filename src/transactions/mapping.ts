/** Which column of the file holds what. A value is one of the file's column names. */
export interface ColumnMapping {
  customer_id: string;
  order_datetime: string;
  order_id?: string;
  product_id?: string;
  quantity?: string;
  unit_price?: string;
  order_total?: string;
  country?: string;
}
