import CaseStore
import Logging

/// Says once that something does not work, and once that it works again.
struct Trouble {
  let logger: Logger
  let what: String
  private var isMet = false

  init(logger: Logger, what: String) {
    self.logger = logger
    self.what = what
  }

  mutating func met(_ error: StoreError) {
    guard !isMet else { return }
    isMet = true
    logger.warning("\(what): interrupted", metadata: ["error": "\(error)"])
  }

  mutating func over() {
    guard isMet else { return }
    isMet = false
    logger.notice("\(what): going on")
  }
}
