export { type Age, ageOf } from "../../../domain/time/age.ts";
