import type { BadRequest } from "./bad-request.ts";

const ID = "00000000-0000-4000-8000-000000000000";

/** What televisions and playlists are not told. */
export const BAD_SCREENS: BadRequest[] = [
  {
    name: "a device code that is a number",
    path: "/api/v1/tv/token",
    body: '{"device_code":1}',
    outcome: 422,
    says: /device_code/,
  },
  {
    name: "a device code that nobody has",
    path: "/api/v1/tv/token",
    body: '{"device_code":"x"}',
    outcome: 400,
    says: /over/,
  },
  {
    name: "another grant",
    path: "/api/v1/tv/token",
    body: '{"device_code":"x","grant_type":"password"}',
    outcome: 422,
    says: /grant_type/,
  },
  {
    name: "a code as a form",
    path: "/api/v1/tv/token",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "device_code=x",
    outcome: 415,
  },
  {
    name: "a code that is none",
    path: "/api/v1/pairings/approve",
    body: `{"userCode":"hello","name":"a","playlistId":"${ID}"}`,
    outcome: 404,
    says: /no television shows this code/,
  },
  {
    name: "a television without a name",
    path: "/api/v1/pairings/approve",
    body: `{"userCode":"BBBB-BBBB","name":" ","playlistId":"${ID}"}`,
    outcome: 422,
    says: /name/,
  },
  {
    name: "NUL in a television's name",
    method: "PATCH",
    path: `/api/v1/tvs/${ID}`,
    body: '{"name":"a\\u0000"}',
    outcome: 422,
    says: /NUL/,
  },
  {
    name: "a television that there is not",
    method: "PATCH",
    path: `/api/v1/tvs/${ID}`,
    body: '{"name":"a"}',
    outcome: 404,
  },
  {
    name: "a television's id that is none",
    method: "DELETE",
    path: "/api/v1/tvs/%27%3B--",
    outcome: 404,
  },
  {
    name: "a command that there is not",
    path: `/api/v1/tvs/${ID}/commands`,
    body: '{"do":"explode"}',
    outcome: 422,
    says: /do/,
  },
  {
    name: "a playlist of 21 screens",
    path: "/api/v1/playlists",
    body: JSON.stringify({ name: "a", entries: Array(21).fill({ screen: "board", seconds: 30 }) }),
    outcome: 422,
    says: /entries/,
  },
  {
    name: "a playlist's id that is none",
    method: "PUT",
    path: "/api/v1/playlists/x",
    body: '{"name":"a","entries":[{"screen":"board","seconds":30}]}',
    outcome: 404,
  },
];
