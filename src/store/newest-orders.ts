/**
 * The order of models by age: newest orders first; among equals, the one trained last. If the orders' age is unknown,
 * the training's date counts.
 */
export const BY_ORDERS = "coalesce(as_of, created_at) DESC, created_at DESC, id DESC";
