export const faults = {
  NOT_FOUND: "Ya no está ahí. Puede que alguien lo haya eliminado.",
  FORBIDDEN: "Su rol no lo permite. Pida ayuda a un propietario o administrador de este espacio.",
  CONFLICT: "Ha cambiado mientras tanto. Mire el nuevo estado e inténtelo otra vez.",
  UNUSABLE: "No se puede usar tal como está.",
  TOO_LARGE: "Es demasiado grande.",
  BUSY: "El motor está ocupado. Inténtelo de nuevo en un momento.",
  RESTARTED: "El motor se reinició mientras tanto. Nada de lo guardado se ha perdido; compruebe si se hizo e inténtelo otra vez.",
  UNREACHABLE: "No se puede contactar con el motor. Se volverá a intentar automáticamente.",
  SIGNED_OUT: "La sesión de esta página ha terminado. Abra de nuevo la dirección que se mostró al arrancar el motor.",
  UNEXPECTED: "El motor no pudo hacerlo: {{message}}",
  retry: "Reintentar",
};
