/* SPDX-License-Identifier: Apache-2.0 */

#ifndef CEPOLL_H
#define CEPOLL_H

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

/* accept4() with SOCK_NONBLOCK | SOCK_CLOEXEC. It needs _GNU_SOURCE, under which Swift cannot pass a sockaddr. */
int cepoll_accept(int listener, struct sockaddr_storage *peer);

#endif
