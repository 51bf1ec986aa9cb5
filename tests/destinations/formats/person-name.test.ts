import { expect, test } from "bun:test";
import { nameParts } from "../../../src/destinations/formats/person-name";

test.each([
  ["Ann Smith", "Ann", "Smith"],
  ["  Ann   van der Berg ", "Ann", "van der Berg"],
  ["van der Berg, Ann", "Ann", "van der Berg"],
  ["Dr. Ann Berg", "Ann", "Berg"],
  ["mrs Ann Berg", "Ann", "Berg"],
  ["Ann", "Ann", ""],
  ["Smith,", "Smith", ""],
  ["Drew Barry", "Drew", "Barry"],
  ["Dr.", "Dr.", ""],
  ["李 小龙", "李", "小龙"],
])("%j is the first name %j and the last name %j", (name, first, last) => {
  expect(nameParts(name)).toEqual({ first, last });
});
