// What pages do beyond showing: tables that are searched and sorted. Without it every page still shows all it holds.
"use strict";
