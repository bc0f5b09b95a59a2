import HTTPTypes
import Requests
import StoreBase

extension Problem {
  /// What went wrong beside a refusal.
  init(_ error: StoreError) {
    guard error.isPassing else {
      self.init(.internalFault, "Er ging iets mis in de dienst. De beheerder vindt de oorzaak in het logboek.")
      return
    }
    self.init(
      .unavailable,
      error.isOutcomeUnknown
        ? "Onbekend is of de opdracht is uitgevoerd. Herhaal het verzoek met dezelfde Idempotency-Key: een opdracht "
          + "wordt zo nooit tweemaal uitgevoerd. Een verzoek zonder zo'n sleutel: kijk eerst of het is uitgevoerd."
        : "De dienst is er even niet. Herhaal het verzoek later, een opdracht met dezelfde Idempotency-Key."
    )
    headers["Retry-After"] = "2"
  }
}
