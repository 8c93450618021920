import { z } from "zod";

// Imported before any schema: zod would otherwise compile its checks with `new Function`, which our CSP refuses.
z.config({ jitless: true });
