internal import CRabbitMQ

extension AMQPProperties {
  /// The C structure, its texts and headers in `arena`.
  func encoded(in arena: Arena) -> amqp_basic_properties_t {
    var c = unsafe amqp_basic_properties_t()
    unsafe c.content_type = arena.bytes(contentType)
    unsafe c.content_encoding = arena.bytes(contentEncoding)
    unsafe c.headers = arena.table(headers)
    unsafe c.delivery_mode = UInt8((isPersistent ? AMQP_DELIVERY_PERSISTENT : AMQP_DELIVERY_NONPERSISTENT).rawValue)
    unsafe c.priority = priority ?? 0
    unsafe c.correlation_id = arena.bytes(correlationID)
    unsafe c.reply_to = arena.bytes(replyTo)
    unsafe c.expiration = arena.bytes(expiration)
    unsafe c.message_id = arena.bytes(messageID)
    unsafe c.timestamp = timestamp ?? 0
    unsafe c.type = arena.bytes(type)
    unsafe c.user_id = arena.bytes(userID)
    unsafe c.app_id = arena.bytes(appID)
    unsafe c._flags = flags
    return unsafe c
  }

  /// Which properties are present; the delivery mode always is.
  private var flags: UInt32 {
    var flags = AMQP_BASIC_DELIVERY_MODE_FLAG
    if contentType != nil { flags |= AMQP_BASIC_CONTENT_TYPE_FLAG }
    if contentEncoding != nil { flags |= AMQP_BASIC_CONTENT_ENCODING_FLAG }
    if !headers.isEmpty { flags |= AMQP_BASIC_HEADERS_FLAG }
    if priority != nil { flags |= AMQP_BASIC_PRIORITY_FLAG }
    if correlationID != nil { flags |= AMQP_BASIC_CORRELATION_ID_FLAG }
    if replyTo != nil { flags |= AMQP_BASIC_REPLY_TO_FLAG }
    if expiration != nil { flags |= AMQP_BASIC_EXPIRATION_FLAG }
    if messageID != nil { flags |= AMQP_BASIC_MESSAGE_ID_FLAG }
    if timestamp != nil { flags |= AMQP_BASIC_TIMESTAMP_FLAG }
    if type != nil { flags |= AMQP_BASIC_TYPE_FLAG }
    if userID != nil { flags |= AMQP_BASIC_USER_ID_FLAG }
    if appID != nil { flags |= AMQP_BASIC_APP_ID_FLAG }
    return UInt32(flags)
  }
}
