export { readConfig } from "./read-config";
export { type Config, SETTINGS, VERSION } from "./settings";
export { MAIL_ADDRESS, type MailSender, type SmtpServer } from "./values";
