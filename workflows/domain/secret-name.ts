const SECRET_NAME =
  /passw|passphrase|secret|(^|_)pass($|_)|_pwd($|_)|token($|_)|(api|access|account|private|signing|encryption|master)_?key|credential/i;

/** Whether the name of a variable or a setting says that its value is secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);
