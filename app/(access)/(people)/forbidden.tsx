export { default } from "../../(desk)/forbidden.tsx";
