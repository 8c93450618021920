export const runs = {
  title: "Ejecuciones",
  status: {
    queued: "En cola",
    running: "En curso",
    waiting: "En espera",
    succeeded: "Correcta",
    failed: "Fallida",
    cancelled: "Cancelada",
  },
};
