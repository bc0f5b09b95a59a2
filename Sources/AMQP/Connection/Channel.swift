/// One channel of a connection, in whatever session it is at the moment: its key is constant; its number may change, and its
/// role is set up again after every loss.
///
///     opening ──answered──► ready ◄──answered──► one operation under way, others wait
///        ▲                    │
///        └──── closed by the broker, connection lost, no answer in time ◄────┘
///                                  or spent
///
/// The broker closes a channel when it refuses anything on it. So one operation runs at a time, and a refusal affects only
/// that one.
final class Channel {
  typealias Completion = (Result<BrokerMethod, AMQPError>) -> Void

  let key: Int
  let role: any ChannelRole
  private(set) var number: UInt16 = 0
  /// Open and set up.
  private(set) var isReady = false
  /// Whether it waits for its present request, or for the broker, before it closes.
  var isClosing = false
  /// Whether it waits for the broker to close it, and is opened again then.
  var isRenewing = false
  /// Called once, when the channel is ready for the first time or never will be.
  private var firstOpening: ((AMQPError?) -> Void)?

  private var idle: (() -> Void)?
  private var opening: [Request] = []
  private var waiting: [(request: Request, completion: Completion)] = []
  private var underWay: (request: Request, completion: Completion?, deadline: ContinuousClock.Instant)?
  private var content: IncomingContent?

  init(key: Int, role: some ChannelRole, firstOpening: ((AMQPError?) -> Void)? = nil) {
    self.key = key
    self.role = role
    self.firstOpening = firstOpening
  }

  var isOpening: Bool { !isReady }

  /// Whether its role may send.
  var isUsable: Bool { isReady && !isRenewing && !isClosing }

  /// Whether it has never been ready.
  var isNew: Bool { firstOpening != nil }

  // MARK: - Requests

  /// From now on it is channel `number` of the present session, and has to be set up.
  func open(as number: UInt16) {
    self.number = number
    isReady = false
    isRenewing = false
    underWay = nil
    content = nil
    opening = [.openChannel] + role.setUp
  }

  /// Calls `action` once, when it is ready and nothing is running or waiting.
  func whenIdle(_ action: @escaping () -> Void) { idle = action }

  func enqueue(_ request: Request, _ completion: @escaping Completion) { waiting.append((request, completion)) }

  /// The request to send now, if any, which is then running.
  func next(deadline: ContinuousClock.Instant) -> Request? {
    guard underWay == nil else { return nil }
    if isOpening {
      guard !opening.isEmpty else { return nil }
      underWay = (opening.removeFirst(), nil, deadline)
    } else {
      guard !waiting.isEmpty else { return nil }
      let (request, completion) = waiting.removeFirst()
      underWay = (request, completion, deadline)
    }
    return underWay?.request
  }

  func isOverdue(at now: ContinuousClock.Instant) -> Bool { underWay.map { now > $0.deadline } ?? false }

  func extend(to deadline: ContinuousClock.Instant) { underWay?.deadline = deadline }

  /// The running request has failed, and with it everything on the channel; waiting requests can still be sent.
  func fail(_ error: AMQPError) {
    let failed = underWay
    underWay = nil
    opening = []
    isReady = false
    isRenewing = false
    content = nil
    role.lost(error)
    if let failed {
      failed.completion?(.failure(AMQPError(error.kind, "\(failed.request.summary): \(error.detail)")))
    }
  }

  /// Fails everything.
  func failAll(_ error: AMQPError) {
    idle = nil
    fail(error)
    let unsent = waiting
    waiting = []
    for (_, completion) in unsent { completion(.failure(error)) }
    firstOpening?(error)
    firstOpening = nil
  }

  // MARK: - Frames

  func receive(_ method: BrokerMethod) {
    if let answered = underWay, method.answers == answered.request.answer {
      underWay = nil
      if let completion = answered.completion { completion(.success(method)) } else { openedFurther() }
      return reportIdle()
    }
    switch method {
    case .return, .deliver: content = IncomingContent(method: method, limit: role.largestBody)
    default: role.receive(method)
    }
  }

  private func openedFurther() {
    guard opening.isEmpty else { return }
    isReady = true
    firstOpening?(nil)
    firstOpening = nil
  }

  private func reportIdle() {
    guard isReady, underWay == nil, waiting.isEmpty, let action = idle else { return }
    idle = nil
    action()
  }

  func receive(header size: UInt64, _ properties: AMQPProperties) {
    content?.begin(size: size, properties: properties)
    deliverWhenComplete()
  }

  func receive(body: [UInt8]) {
    content?.append(body)
    deliverWhenComplete()
  }

  private func deliverWhenComplete() {
    guard let complete = content, complete.isComplete else { return }
    content = nil
    role.receive(complete)
  }
}
