package dev.tokenward.oauth;

import java.net.URI;
import java.time.Instant;

/**
 * What a person is shown who signs in on another device (RFC 8628, 3.2).
 *
 * @param userCode to be entered there; no secret, good for this sign-in alone
 * @param page where it is entered
 * @param expiresAt when it is too late
 */
public record DeviceCode(String userCode, URI page, Instant expiresAt) {}
