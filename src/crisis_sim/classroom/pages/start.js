// The first page: what is played here, and two doors.

import { lobby } from "./lobby.js";

await lobby();
