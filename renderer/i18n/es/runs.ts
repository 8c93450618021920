export const runs = {
  title: "Ejecuciones",
  status: {
    queued: "En cola",
    running: "En curso",
    waiting: "En espera",
    succeeded: "Correcta",
    failed: "Fallida",
    cancelled: "Cancelada",
    skipped: "Omitido",
    unknown: "Resultado desconocido",
  },
  waitingFor: {
    timer: "Espera a su hora",
    event: "Espera un evento",
    approval: "Espera aprobación",
    connection: "Espera una conexión",
    decision: "Necesita tu decisión",
    network: "Espera a la red",
    retry: "Espera para reintentar",
    limit: "Espera su turno",
    pause: "En pausa",
  },
};
