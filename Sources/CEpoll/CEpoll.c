/* SPDX-License-Identifier: Apache-2.0 */

#define _GNU_SOURCE
#include "CEpoll.h"

int cepoll_accept(int listener, struct sockaddr_storage *peer)
{
    socklen_t length = sizeof *peer;
    return accept4(listener, (struct sockaddr *)peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}
